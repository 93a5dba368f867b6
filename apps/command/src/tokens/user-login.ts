/**
 * The grant `password` (RFC 6749, 4.3): the e-mail address and the password of a user. What an `Authorization` header or a client's id
 * say beside it is passed over: clients send them, Swagger UI among them, and there is nothing that they could prove.
 */
import { emailKeyOf, Rejected } from '@marquee/contracts';
import type { CommandDeps } from '../command-deps.js';
import type { Login } from './issue-token.js';
import { bothOf, type TokenRequest } from './token-request.js';

/** @throws {Rejected} `invalid-input` where something is missing */
export function userLogin(deps: CommandDeps, body: TokenRequest): Login {
  const [email, password] = bothOf(['username', body.username], ['password', body.password]);
  const account = emailKeyOf(email);
  return { account, check: () => authentic(deps, account, password) };
}

/** A wrong password and an unknown address are the same refusal, and take the same time: a hash is computed for both. */
async function authentic(
  { writeStore, passwords }: CommandDeps,
  account: string,
  password: string,
) {
  const known = await writeStore.users.byEmail(account);
  const isRight = await passwords.isRight(password, known?.user.passwordHash ?? null);
  if (known === null || !isRight) throw new Rejected('invalid-credentials');
  const { id, role } = known.user;
  return { subject: id, role, scopes: [], key: id, since: known.since, expiresAt: null };
}
