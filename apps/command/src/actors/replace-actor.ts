import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Actor, ActorReplacement } from '@marquee/contracts';
import { decideReplaceActor, normaliseActor } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  actorParams,
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  secured,
} from '../command-schemas.js';
import { actorEtag, sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { changeActor } from './change-actor.js';

/** Replaces what is known of an actor; what is not given is gone. */
export async function replaceActor(deps: CommandDeps, target: Target, input: ActorReplacement) {
  return await changeActor(deps, target, (before) =>
    decideReplaceActor(before, normaliseActor(input)),
  );
}

const schema = {
  operationId: 'replaceActor',
  summary: 'Replaces an actor',
  description:
    'A new name shows in every movie of the actor. Fields that are left out become `null`.',
  tags: ['actors'],
  security: secured,
  params: actorParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: ActorReplacement,
  response: changedResponses(
    Actor,
    'actor-not-found',
    'already-exists',
    'actor-in-use',
    'version-mismatch',
  ),
};

export const replaceActorRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.put('/actors/:id', { schema }, async (request, reply) => {
    const written = await replaceActor(deps, targetOf(request), request.body);
    return sendWritten(reply, written, actorEtag(written.value));
  });
};
