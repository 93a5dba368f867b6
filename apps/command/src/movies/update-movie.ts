import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Movie, MoviePatch } from '@marquee/contracts';
import { decidePatch } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  mergePatchTypes,
  movieParams,
  secured,
} from '../command-schemas.js';
import { movieEtag, sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { actorsOfCast, changeMovie } from './change-movie.js';

/** Changes the fields that the patch names; `null` removes. */
export async function updateMovie(deps: CommandDeps, target: Target, patch: MoviePatch) {
  return await changeMovie(
    deps,
    { ...target, actors: actorsOfCast(patch.cast) },
    (before, actorIds) => decidePatch(before, patch, actorIds),
  );
}

const schema = {
  operationId: 'updateMovie',
  summary: 'Changes some fields of a movie',
  description: 'A JSON merge patch (RFC 7396): `null` removes a field, a list replaces the list.',
  tags: ['movies'],
  security: secured,
  consumes: mergePatchTypes,
  params: movieParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: MoviePatch,
  response: changedResponses(Movie, 'movie-not-found', 'already-exists', 'version-mismatch'),
};

export const updateMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.patch('/movies/:id', { schema }, async (request, reply) => {
    const written = await updateMovie(deps, targetOf(request), request.body);
    return sendWritten(reply, written, movieEtag(written.value));
  });
};
