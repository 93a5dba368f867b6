/** Users for tests of routes: made past the routes where their password does not matter, since its hash takes long. */

import { newId, newWrite } from '@marquee/command';
import type { UserState } from '@marquee/domain';
import type { CommandApi, Received } from './command-fixture.js';

/** A user whom no password lets in. */
export async function addUser(
  { store }: Pick<CommandApi, 'store'>,
  fields: Partial<UserState> = {},
): Promise<UserState> {
  const id = fields.id ?? newId();
  const now = Date.now();
  const after: UserState = {
    ...{ id, version: 0, editedVersion: 0, email: `${id}@example.com`, role: 'viewer' },
    ...{ firstName: 'Ada', lastName: 'Lovelace', passwordHash: 'of nothing' },
    createdAt: new Date(now).toISOString(),
    ...fields,
  };
  const options = { write: newWrite(), providerId: id, now };
  const { value } = await store.write((tx) => tx.saveUser({ before: null, after }), options);
  if (value === null) throw new Error('the user was not stored');
  return value;
}

export const person = { email: 'Ada@Example.com', firstName: 'Ada', lastName: 'Lovelace' };
export const password = 'correct horse battery staple';

/** What the form of a login sends; whoever has no token. */
export const logIn = (
  api: Pick<CommandApi, 'inject'>,
  { username = person.email, secret = password, from = '192.0.2.1' } = {},
): Promise<Received> =>
  api.inject(
    {
      ...{ method: 'POST', url: '/token', remoteAddress: from },
      payload: new URLSearchParams({
        grant_type: 'password',
        username,
        password: secret,
      }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    { as: null },
  );

/** The headers of somebody with this token. */
export const bearer = (token: string) => ({
  ...{ as: null, headers: { authorization: `Bearer ${token}` } },
});
