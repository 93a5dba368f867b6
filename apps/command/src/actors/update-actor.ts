import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Actor, ActorPatch } from '@marquee/contracts';
import { decidePatchActor } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  actorParams,
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  mergePatchTypes,
  secured,
} from '../command-schemas.js';
import { actorEtag, sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { changeActor } from './change-actor.js';

/** Changes the fields that the patch names; `null` removes. */
export async function updateActor(deps: CommandDeps, target: Target, patch: ActorPatch) {
  return await changeActor(deps, target, (before) => decidePatchActor(before, patch));
}

const schema = {
  operationId: 'updateActor',
  summary: 'Changes some fields of an actor',
  description: 'A JSON merge patch (RFC 7396). A new name shows in every movie of the actor.',
  tags: ['actors'],
  security: secured,
  consumes: mergePatchTypes,
  params: actorParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: ActorPatch,
  response: changedResponses(
    Actor,
    'actor-not-found',
    'already-exists',
    'actor-in-use',
    'version-mismatch',
  ),
};

export const updateActorRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.patch('/actors/:id', { schema }, async (request, reply) => {
    const written = await updateActor(deps, targetOf(request), request.body);
    return sendWritten(reply, written, actorEtag(written.value));
  });
};
