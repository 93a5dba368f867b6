import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected } from '@marquee/contracts';
import type { CommandDeps } from '../command-deps.js';
import { dryRunQuery, removedResponses, secured } from '../command-schemas.js';
import { sendRemoved } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOf } from '../write-as.js';
import { type RatingTarget, ratingParams, ratingTargetOf } from './rating-target.js';

/** Takes a user's rating of a movie back. @throws {Rejected} `movie-not-found`, `rating-not-found` */
export async function unrateMovie(deps: CommandDeps, target: RatingTarget & WriteRequest) {
  const { movieId, userId } = target;
  // Read before the transaction: of two removals at one moment both succeed, and the second changes nothing.
  if ((await deps.writeStore.readRating(movieId, userId)) === null) {
    throw new Rejected('rating-not-found');
  }
  return await writeAs(deps, target, async (tx) => {
    const known = await tx.saveRating({ movieId, userId, halfStars: null });
    if (!known) throw new Rejected('movie-not-found');
  });
}

const schema = {
  operationId: 'unrateMovie',
  summary: 'Takes a rating back',
  description: 'Users take back their own, administrators anyone’s.',
  tags: ['ratings'],
  security: secured,
  params: ratingParams,
  querystring: dryRunQuery,
  response: removedResponses('movie-not-found', 'rating-not-found', 'user-not-found'),
};

export const unrateMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.delete('/movies/:id/ratings/:userId', { schema }, async (request, reply) =>
    sendRemoved(
      reply,
      await unrateMovie(deps, { ...ratingTargetOf(request), ...writeRequestOf(request) }),
    ),
  );
};
