/** Tokens of one issuer that is not us, where the settings name one. */
import { createHash } from 'node:crypto';
import { type Role, roles } from '@marquee/contracts';
import { createRemoteJWKSet, decodeJwt, type JWTVerifyGetKey } from 'jose';
import { verified } from './access-tokens.js';
import { ADMINISTRATOR_ID, type Authenticate } from './authenticate.js';

export interface ExternalIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** The claim that holds the caller's role, or several; `null`: everybody is a viewer. */
  readonly roleClaim: string | null;
}

/** No symmetric ones: who could check a token could make one. */
const algorithms = ['EdDSA', 'ES256', 'ES384', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384'];

const DAY_MS = 86_400_000;

/**
 * Fetches keys when they are first needed, for ids that it does not know, and beside that each minute in which one is asked for: so what
 * is withdrawn ends within a minute. Where its publisher is away, the keys at hand go on being used, for up to a day.
 */
export function remoteKeys(url: string, { refreshMs = 60_000 } = {}): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), {
    timeoutDuration: 3_000,
    cooldownDuration: 10_000,
    cacheMaxAge: DAY_MS,
  });
  let refresh = { at: performance.now(), done: Promise.resolve() };
  return async (header, token) => {
    if (remote.jwks() !== undefined) {
      const at = performance.now();
      if (at - refresh.at >= refreshMs) refresh = { at, done: remote.reload().catch(() => {}) };
      await refresh.done;
    }
    return await remote(header, token);
  };
}

export function authenticateExternal(
  { issuer, audience, jwksUrl, roleClaim }: ExternalIssuer,
  now: () => number,
): Authenticate {
  const keys = remoteKeys(jwksUrl);
  return async (token) => {
    if (issuerOf(token) !== issuer) return null; // keys are fetched for nobody else
    const payload = await verified(token, keys, { issuer, audience, algorithms, now });
    if (payload === null) return null;
    const role = roleClaim === null ? 'viewer' : highestOf(payload[roleClaim]);
    return { id: idOf(issuer, payload.sub), role, scopes: [] };
  };
}

/** What the token says, which proves nothing yet. */
export function issuerOf(token: string): string | null {
  try {
    return decodeJwt(token).iss ?? null;
  } catch {
    return null;
  }
}

function highestOf(claim: unknown): Role {
  const given: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return roles.findLast((role) => given.includes(role)) ?? 'viewer';
}

/** A caller is issuer and subject. Of both an id is made that stays the same (a UUID of version 8). */
export function idOf(issuer: string, subject: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** What nobody may choose for themself: ids as `idOf` makes them, and the administrator's. */
export const isReservedId = (id: string) => id.charAt(14) === '8' || id === ADMINISTRATOR_ID;
