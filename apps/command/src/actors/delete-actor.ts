import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { checkProvider } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  actorParams,
  dryRunQuery,
  ifMatchHeaders,
  removedResponses,
  secured,
} from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { writeAs } from '../write-as.js';
import { lockOwnActor } from './change-actor.js';

/** Deletes an actor and takes it out of every cast. */
export async function deleteActor(deps: CommandDeps, target: Target) {
  checkProvider(target.caller);
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnActor(tx, target);
    await tx.saveActor({ before, after: null });
  });
}

const schema = {
  operationId: 'deleteActor',
  summary: 'Deletes an actor',
  description: 'The actor is taken out of the cast of every movie.',
  tags: ['actors'],
  security: secured,
  params: actorParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  response: removedResponses('actor-not-found', 'actor-in-use', 'version-mismatch'),
};

export const deleteActorRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.delete('/actors/:id', { schema }, async (request, reply) =>
    sendRemoved(reply, await deleteActor(deps, targetOf(request))),
  );
};
