/** What opens the API: keys of machines, what they may do, and from when on tokens of users are good. */

export const roles = ['viewer', 'provider', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What a key can be narrowed to; a key without scopes may do all that its role may. */
export const scopes = [
  ...(['catalogue:read', 'catalogue:write'] as const),
  ...(['ratings:write', 'comments:write', 'users:read', 'users:write'] as const),
  ...(['sessions:read', 'sessions:write'] as const),
  ...(['webhooks:read', 'webhooks:write'] as const),
] as const;
export type Scope = (typeof scopes)[number];

export interface FormerSecret {
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A key as the stores know it: its secret is nowhere. */
export interface AccessKey {
  /** A UUID; part of the key that its owner has. */
  readonly id: string;
  /** SHA-256 of the secret, in hex. */
  readonly hash: string;
  /** The secret that a rotation replaced, for as long as it is good. */
  readonly former: FormerSecret | null;
  readonly role: Role;
  /** Who it acts as: a provider's id, or that of a user. */
  readonly subject: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970; `null`: never. */
  readonly expiresAt: number | null;
  readonly revoked: boolean;
  /** As of movies. */
  readonly version: number;
}

/**
 * The hash of nothing: no text has this SHA-256 that anybody could find. A row that has it stands for the logins of a user, under the
 * user's own id. A token of the user is good when it says this version or a later one, and none is when it is revoked. Where there is no
 * such row, nothing was ever revoked.
 */
export const NO_SECRET = '0'.repeat(64);

export const isOfUser = ({ hash }: Pick<AccessKey, 'hash'>) => hash === NO_SECRET;
