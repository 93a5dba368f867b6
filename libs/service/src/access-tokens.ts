/** Signed access tokens (JWT, RFC 9068): made by the command app, checked by whoever has the public keys. */
import {
  type AccessKey,
  type Role,
  roles,
  type Scope,
  StoreUnavailable,
  scopes,
} from '@marquee/contracts';
import {
  createLocalJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { TokenKey } from './token-keys.js';

export const ISSUER = 'urn:marquee';
export const AUDIENCE = 'urn:marquee:api';
export const TOKEN_LIFE_SECONDS = 3_600;
const CLOCK_TOLERANCE_SECONDS = 5;

export interface TokenClaims {
  readonly subject: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** What it was made from, and ends with: the key of a machine, or (`since`) a login of the user with this id. */
  readonly key: string | null;
  /** Of a login: the version of the user's row of `access_keys` when the token was made, 0 where there was none. */
  readonly since?: number | undefined;
}

/** The newest key signs. `now` in milliseconds since 1970. */
export async function signToken(
  [newest]: readonly TokenKey[],
  { subject, role, scopes, key, since }: TokenClaims,
  { now, lifeSeconds }: { readonly now: number; readonly lifeSeconds: number },
): Promise<string> {
  if (newest === undefined) throw new RangeError('signing needs a key');
  const issuedAt = Math.floor(now / 1_000);
  const madeFrom = key === null ? {} : { key, ...(since === undefined ? {} : { since }) };
  return await new SignJWT({ role, scope: scopes.join(' '), ...madeFrom })
    .setProtectedHeader({ alg: 'EdDSA', kid: newest.id, typ: 'at+jwt' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(subject)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifeSeconds)
    .sign(newest.signing);
}

/** What is published at `/.well-known/jwks.json`. */
export const publicKeys = (keys: readonly TokenKey[]) => ({ keys: keys.map(({ jwk }) => jwk) });

export interface VerifiedToken extends TokenClaims {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The claims of a token of ours; `null` for anything else, and for what has run out. */
export type VerifyToken = (token: string) => Promise<VerifiedToken | null>;

export const keysOf = (keys: readonly TokenKey[]) => createLocalJWKSet(publicKeys(keys));

export function tokenVerifier(keys: JWTVerifyGetKey, now: () => number): VerifyToken {
  return async (token) => {
    const claims = await verified(token, keys, {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      now,
    });
    return claims === null ? null : claimsOf(claims);
  };
}

export interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly typ?: string;
  readonly now: () => number;
}

/** The payload, where everything fits. @throws {StoreUnavailable} where the issuer's keys cannot be had */
export async function verified(
  token: string,
  keys: JWTVerifyGetKey,
  { algorithms, now, ...expected }: Expected,
): Promise<(JWTPayload & { readonly sub: string; readonly exp: number }) | null> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...expected,
      algorithms: [...algorithms],
      requiredClaims: ['sub', 'exp'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now()),
    });
    const { sub, exp } = payload;
    return sub === undefined || exp === undefined ? null : { ...payload, sub, exp };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw new StoreUnavailable('the keys of the issuer of tokens cannot be had', { cause: error });
  }
}

/** Everything else is about keys that could not be fetched, or not be understood. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC' // an answer of the key server that is not 200, or not JSON
  );
}

function claimsOf(payload: JWTPayload & { readonly sub: string; readonly exp: number }) {
  const role = roles.find((known) => known === payload['role']);
  if (role === undefined) return null;
  const { scope, key, since } = payload;
  return {
    subject: payload.sub,
    role,
    scopes: scopesIn(typeof scope === 'string' ? scope : ''),
    key: typeof key === 'string' ? key : null,
    since: typeof since === 'number' ? since : undefined,
    expiresAt: payload.exp * 1_000,
  };
}

/** The scopes that we know among those in the text. */
export function scopesIn(text: string): readonly Scope[] {
  const given = new Set(text.split(' '));
  return scopes.filter((scope) => given.has(scope));
}

/** Whether a key still opens anything. */
export const isAlive = ({ revoked, expiresAt }: AccessKey, now: number) =>
  !revoked && (expiresAt === null || now < expiresAt);
