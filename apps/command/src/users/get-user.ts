import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, User, UserProfile } from '@marquee/contracts';
import { profileOf, type UserState, userAsRead } from '@marquee/domain';
import { type Caller, callerOf } from '@marquee/service';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { secured, userParams } from '../command-schemas.js';
import {
  privateResponses,
  sendPrivately,
  sendTagged,
  taggedHeaders,
} from '../reads/private-answer.js';
import { userEtag } from './change-user.js';

/** Whether all of the user is shown, and not the profile alone. */
export const seesAll = (caller: Caller, { id }: Pick<UserState, 'id'>) =>
  caller.role === 'administrator' || caller.id === id;

/** What this caller may see of a user. */
export const shownTo = (caller: Caller) => (user: UserState) =>
  seesAll(caller, user) ? userAsRead(user) : profileOf(user);

/** @throws {Rejected} `user-not-found` */
async function readUser({ writeStore }: CommandDeps, id: string): Promise<UserState> {
  const [user] = await writeStore.users.byIds([id]);
  if (user === undefined) throw new Rejected('user-not-found');
  return user;
}

const described = {
  tags: ['users'],
  security: secured,
  headers: taggedHeaders,
};

const getUserSchema = {
  ...described,
  operationId: 'getUser',
  summary: 'Reads a user',
  description:
    'Everybody with a token sees id and names; the user and administrators see the rest, with an `ETag` for `If-Match`.',
  params: userParams,
  response: privateResponses(
    {
      description: 'All of the user, or the profile.',
      body: Type.Union([User, UserProfile]),
      kind: 'tagged',
    },
    'user-not-found',
  ),
};

const getMeSchema = {
  ...described,
  operationId: 'getMe',
  summary: 'Reads the user who asks',
  description:
    'Of whom the token is. 404 `user-not-found` where that is nobody of ours: a machine that acts as a provider, the administrator ' +
    'of the installation, a user of another issuer.',
  response: privateResponses(
    { description: 'All of the user.', body: User, kind: 'tagged' },
    'user-not-found',
  ),
};

export const getUserRoutes: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.get('/users/me', { schema: getMeSchema }, async (request, reply) => {
    const user = userAsRead(await readUser(deps, callerOf(request).id));
    return sendTagged({ request, reply }, user, userEtag(user));
  });
  app.get('/users/:id', { schema: getUserSchema }, async (request, reply) => {
    const caller = callerOf(request);
    const user = await readUser(deps, request.params.id.toLowerCase());
    if (!seesAll(caller, user)) return sendPrivately(reply, profileOf(user));
    const all = userAsRead(user);
    return sendTagged({ request, reply }, all, userEtag(all));
  });
};
