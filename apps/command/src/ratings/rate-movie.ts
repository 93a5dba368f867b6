import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, Stars } from '@marquee/contracts';
import type { CommandDeps } from '../command-deps.js';
import { answeredResponses, dryRunQuery, secured } from '../command-schemas.js';
import { sendWritten } from '../send-written.js';
import { type WriteRequest, writeAs, writeRequestOf } from '../write-as.js';
import { type RatingTarget, ratingParams, ratingTargetOf } from './rating-target.js';

/** Sets a user's stars of a movie; rating again replaces. Halves are counted, so that sums are integers. */
export async function rateMovie(
  deps: CommandDeps,
  target: RatingTarget & WriteRequest,
  { stars }: Stars,
) {
  const { movieId, userId } = target;
  return await writeAs(deps, target, async (tx) => {
    const known = await tx.saveRating({ movieId, userId, halfStars: stars * 2 });
    if (!known) throw new Rejected('movie-not-found');
    return { stars };
  });
}

const schema = {
  operationId: 'rateMovie',
  summary: 'Rates a movie',
  description:
    'From 0.5 to 5 stars in halves. Users rate as themselves, administrators for anyone.',
  tags: ['ratings'],
  security: secured,
  params: ratingParams,
  querystring: dryRunQuery,
  body: Stars,
  response: answeredResponses(
    { description: 'The stars that count now.', body: Stars },
    'movie-not-found',
    'user-not-found',
  ),
};

export const rateMovieRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.put('/movies/:id/ratings/:userId', { schema }, async (request, reply) =>
    sendWritten(
      reply,
      await rateMovie(
        deps,
        { ...ratingTargetOf(request), ...writeRequestOf(request) },
        request.body,
      ),
    ),
  );
};
