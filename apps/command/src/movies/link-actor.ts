/** One actor's part in one movie: put in, taken out. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Movie, PartInput, Rejected, uuid } from '@marquee/contracts';
import { decideLink, decideUnlink } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  paramsOf,
  removedResponses,
  secured,
} from '../command-schemas.js';
import { movieEtag, sendRemoved, sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { changeMovie } from './change-movie.js';

interface PartTarget extends Target {
  readonly actorId: string;
}

/** Leaves the actor exactly this one part. */
export async function linkActor(deps: CommandDeps, target: PartTarget, part: PartInput) {
  return await changeMovie(deps, { ...target, actors: oneActor(target.actorId) }, (before) =>
    decideLink(before, target.actorId, part),
  );
}

/** Takes all parts of the actor out. */
export async function unlinkActor(deps: CommandDeps, target: PartTarget) {
  return await changeMovie(deps, { ...target, actors: oneActor(target.actorId) }, (before) =>
    decideUnlink(before, target.actorId),
  );
}

const oneActor = (actorId: string) => ({
  refs: [{ actorId }],
  idsOf: ([actor]: readonly ({ readonly id: string } | null)[]) => {
    if (!actor) throw new Rejected('actor-not-found');
    return [actor.id];
  },
});

const params = paramsOf({
  id: uuid({ description: 'Id of the movie.' }),
  actorId: uuid({ description: 'Id of the actor.' }),
});

const shared = {
  tags: ['movies'],
  security: secured,
  params,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
};

const linkSchema = {
  ...shared,
  operationId: 'linkActor',
  summary: 'Puts an actor into the cast of a movie',
  description: 'Leaves the actor exactly this one part. Without `order` it goes to the end.',
  body: PartInput,
  response: changedResponses(Movie, 'movie-not-found', 'actor-not-found', 'version-mismatch'),
};

const unlinkSchema = {
  ...shared,
  operationId: 'unlinkActor',
  summary: 'Takes an actor out of the cast of a movie',
  description: 'Takes out all parts of the actor.',
  response: removedResponses(
    'movie-not-found',
    'actor-not-found',
    'not-in-cast',
    'version-mismatch',
  ),
};

/** The movie and the actor that the path names. */
const partOf = (
  request: Parameters<typeof targetOf>[0] & { readonly params: { readonly actorId: string } },
): PartTarget => ({ ...targetOf(request), actorId: request.params.actorId.toLowerCase() });

export const linkActorRoutes: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.put('/movies/:id/actors/:actorId', { schema: linkSchema }, async (request, reply) => {
    const written = await linkActor(deps, partOf(request), request.body);
    return sendWritten(reply, written, movieEtag(written.value));
  });
  app.delete('/movies/:id/actors/:actorId', { schema: unlinkSchema }, async (request, reply) =>
    sendRemoved(reply, await unlinkActor(deps, partOf(request))),
  );
};
