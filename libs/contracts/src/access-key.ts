/** Keys of machines, and what they may do. */

export const roles = ['viewer', 'provider', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What a key can be narrowed to; a key without scopes may do all that its role may. */
export const scopes = [
  ...(['catalogue:read', 'catalogue:write'] as const),
  ...(['ratings:write', 'comments:write'] as const),
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
