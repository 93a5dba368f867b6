/** The grant `client_credentials` (RFC 6749, 4.4): a key of a machine, in the body or as `Authorization: Basic`. */
import { Rejected } from '@marquee/contracts';
import { isAlive, isSecretOf, readMachineKey } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import type { Login } from './issue-token.js';
import { bothOf, type TokenRequest } from './token-request.js';

/** @throws {Rejected} `invalid-input` where there is no key */
export function machineLogin(
  deps: CommandDeps,
  authorization: string | undefined,
  body: TokenRequest,
): Login {
  const basic = basicOf(authorization);
  const [id, secret] = bothOf(
    ['client_id', basic?.id ?? body.client_id],
    ['client_secret', basic?.secret ?? body.client_secret],
  );
  const account = id.toLowerCase();
  return { account, check: () => authentic(deps, account, secret) };
}

/** A wrong secret and an unknown key are the same refusal, and take the same time. */
async function authentic({ writeStore, now }: CommandDeps, id: string, given: string) {
  const key = await writeStore.accessKeys.find(id.slice(0, 36));
  const isRight = isSecretOf(key, readMachineKey(given)?.secret ?? given, now());
  if (key === null || !isRight || !isAlive(key, now())) throw new Rejected('invalid-credentials');
  const { subject, role, scopes, expiresAt } = key;
  return { subject, role, scopes, key: key.id, expiresAt };
}

function basicOf(authorization = ''): { readonly id: string; readonly secret: string } | null {
  const [, encoded] = /^Basic +([A-Za-z0-9+/]+=*)$/i.exec(authorization) ?? [];
  const [, id, secret] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? '', 'base64').toString()) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}
