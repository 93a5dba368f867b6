import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Actor, ActorInput, Rejected } from '@marquee/contracts';
import { checkProvider, decideCreateActor, normaliseActor } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import { createdResponses, dryRunQuery, secured } from '../command-schemas.js';
import { idempotencyHeaders } from '../idempotency-key.js';
import { actorEtag, sendCreated } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOnce } from '../write-as.js';
import { storedActor } from './change-actor.js';

/** Makes an actor, also beside one of the same name. @throws {Rejected} `already-exists`, `forbidden` */
export async function createActor(deps: CommandDeps, request: WriteRequest, input: ActorInput) {
  const { caller } = request;
  checkProvider(caller);
  const given = input.id?.toLowerCase();
  const made = { id: given ?? deps.newId(), providerId: caller.id };
  return await writeAs(deps, request, async (tx) => {
    if (given !== undefined && (await tx.lockActor(given)) !== null) {
      throw new Rejected('already-exists', 'An actor with this id exists.');
    }
    const after = decideCreateActor(normaliseActor(input), made);
    return storedActor(await tx.saveActor({ before: null, after }));
  });
}

const schema = {
  operationId: 'createActor',
  summary: 'Adds an actor',
  description: 'Only `name` is required. Several actors may have the same name.',
  tags: ['actors'],
  security: secured,
  querystring: dryRunQuery,
  headers: idempotencyHeaders,
  body: ActorInput,
  response: createdResponses(Actor, 'already-exists'),
};

export const createActorRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.post('/actors', { schema }, async (request, reply) => {
    const written = await createActor(deps, writeRequestOnce(request), request.body);
    return sendCreated(reply, written, { collection: '/actors', etag: actorEtag(written.value) });
  });
};
