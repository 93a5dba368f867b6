import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Movie, MovieReplacement } from '@marquee/contracts';
import { decideReplace, normaliseMovie } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  changedResponses,
  dryRunQuery,
  ifMatchHeaders,
  movieParams,
  secured,
} from '../command-schemas.js';
import { movieEtag, sendWritten } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { actorsOfCast, changeMovie } from './change-movie.js';

/** Replaces a movie's content; what is not given is gone. */
export async function replaceMovie(deps: CommandDeps, target: Target, input: MovieReplacement) {
  return await changeMovie(
    deps,
    { ...target, actors: actorsOfCast(input.cast) },
    (before, actorIds) => decideReplace(before, normaliseMovie(input, actorIds)),
  );
}

const schema = {
  operationId: 'replaceMovie',
  summary: 'Replaces a movie',
  description: 'Fields that are left out become `null` or empty. Read-only fields are ignored.',
  tags: ['movies'],
  security: secured,
  params: movieParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  body: MovieReplacement,
  response: changedResponses(Movie, 'movie-not-found', 'already-exists', 'version-mismatch'),
};

export const replaceMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.put('/movies/:id', { schema }, async (request, reply) => {
    const written = await replaceMovie(deps, targetOf(request), request.body);
    return sendWritten(reply, written, movieEtag(written.value));
  });
};
