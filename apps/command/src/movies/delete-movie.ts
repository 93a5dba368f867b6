import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { checkProvider } from '@marquee/domain';
import type { CommandDeps } from '../command-deps.js';
import {
  dryRunQuery,
  ifMatchHeaders,
  movieParams,
  removedResponses,
  secured,
} from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { type Target, targetOf } from '../target.js';
import { writeAs } from '../write-as.js';
import { lockOwnMovie } from './change-movie.js';

/** Deletes a movie with its cast and ratings. */
export async function deleteMovie(deps: CommandDeps, target: Target) {
  checkProvider(target.caller);
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnMovie(tx, target);
    await tx.saveMovies([{ before, after: null }]);
  });
}

const schema = {
  operationId: 'deleteMovie',
  summary: 'Deletes a movie',
  description: 'Its cast and its ratings go with it; the actors stay.',
  tags: ['movies'],
  security: secured,
  params: movieParams,
  querystring: dryRunQuery,
  headers: ifMatchHeaders,
  response: removedResponses('movie-not-found', 'version-mismatch'),
};

export const deleteMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.delete('/movies/:id', { schema }, async (request, reply) => {
    return sendRemoved(reply, await deleteMovie(deps, targetOf(request)));
  });
};
