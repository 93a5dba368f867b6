import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { CommandDeps } from '../command-deps.js';
import {
  dryRunQuery,
  ifMatchHeaders,
  removedResponses,
  secured,
  userParams,
} from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { writeAs } from '../write-as.js';
import { lockOwnUser } from './change-user.js';

/** Deletes a user and all that is theirs; the id stays taken. */
export async function deleteUser(deps: CommandDeps, target: Target) {
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnUser(tx, target);
    await tx.saveUser({ before, after: null });
  });
}

const schema = {
  operationId: 'deleteUser',
  summary: 'Deletes a user',
  description:
    'Users delete themselves, administrators anyone. E-mail address, names, password, subscriptions, comments and ratings are erased, and the ' +
    'ratings of the movies follow, which the `Consistency-Token` covers. All tokens end at once. Movies that a provider made stay.',
  tags: ['users'],
  security: secured,
  params: userParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  response: removedResponses('user-not-found', 'version-mismatch'),
};

export const deleteUserRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.delete('/users/:id', { schema }, async (request, reply) =>
    sendRemoved(reply, await deleteUser(deps, targetOf(request))),
  );
};
