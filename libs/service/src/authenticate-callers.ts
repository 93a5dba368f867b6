/** Everybody who may call: the administrator's token, keys of machines, tokens of ours, and those of one other issuer. */
import { type AccessKey, isOfUser } from '@marquee/contracts';
import type { JWTVerifyGetKey } from 'jose';
import {
  ISSUER,
  isAlive,
  tokenVerifier,
  type VerifiedToken,
  type VerifyToken,
} from './access-tokens.js';
import { type Authenticate, authenticateAdministrator, type Caller } from './authenticate.js';
import { adminTokenOf } from './data-dir.js';
import { authenticateExternal, issuerOf } from './external-issuer.js';
import { isSecretOf, readMachineKey } from './machine-keys.js';
import type { Settings } from './settings.js';

export interface CallerSources {
  /** The public keys of our own tokens. */
  readonly keys: JWTVerifyGetKey;
  /** Revoked and expired ones too, and what stands for the logins of users. */
  readonly findKey: (id: string) => Promise<AccessKey | null>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function authenticateCallers(
  settings: Settings,
  { keys, findKey, now }: CallerSources,
): Authenticate {
  const administrator = authenticateAdministrator(adminTokenOf(settings));
  const external = settings.authIssuer && authenticateExternal(settings.authIssuer, now);
  const verify = remembering(tokenVerifier(keys, now), now);
  return async (token) => {
    const caller = await administrator(token);
    if (caller !== null) return caller;
    const machine = readMachineKey(token);
    if (machine !== null) {
      const key = await findKey(machine.id);
      const isRight = isSecretOf(key, machine.secret, now());
      return isRight && key !== null && isAlive(key, now()) ? callerWith(key) : null;
    }
    if (token.split('.').length !== 3) return null;
    // Keys are fetched for tokens that say that they are of their publisher.
    if (issuerOf(token) !== ISSUER) return external === null ? null : await external(token);
    const claims = await verify(token);
    return claims === null ? null : await callerOfToken(claims);
  };

  /** A token ends with the key, or the login, that it was made from. */
  async function callerOfToken({ subject, role, scopes, key: keyId, since }: VerifiedToken) {
    const caller = { id: subject, role, scopes };
    if (keyId === null) return caller;
    const key = await findKey(keyId);
    if (since !== undefined) return isStillGood(key, since) ? caller : null;
    return key !== null && isAlive(key, now()) ? { ...caller, key: keyId } : null;
  }
}

/** Of a token from a login: nothing was revoked yet, or what was, was before it. */
const isStillGood = (logins: AccessKey | null, since: number) =>
  logins === null || (isOfUser(logins) && !logins.revoked && since >= logins.version);

const callerWith = ({ id, role, subject, scopes }: AccessKey): Caller => ({
  ...{ id: subject, role, scopes, key: id },
});

const maxRemembered = 1_000;
const rememberedMs = 60_000;

/** Checking a signature costs more than a page: what was right a moment ago is not checked again. */
function remembering(verify: VerifyToken, now: () => number): VerifyToken {
  const known = new Map<string, { readonly claims: VerifiedToken; readonly until: number }>();
  return async (token) => {
    const found = known.get(token);
    if (found !== undefined && now() < found.until) return found.claims;
    const claims = await verify(token);
    if (claims === null) return null;
    if (known.size >= maxRemembered) known.clear();
    known.set(token, { claims, until: Math.min(claims.expiresAt, now() + rememberedMs) });
    return claims;
  };
}
