import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, Stars } from '@marquee/contracts';
import type { CommandDeps } from '../command-deps.js';
import { secured } from '../command-schemas.js';
import { privateHeaders, privateResponses, sendPrivately } from '../reads/private-answer.js';
import { ratingParams, ratingTargetOf } from './rating-target.js';

const schema = {
  operationId: 'getRating',
  summary: "Reads a user's rating of a movie",
  description:
    'Read from the write model, which is never behind. Users read their own, administrators anyone’s.',
  tags: ['ratings'],
  security: secured,
  params: ratingParams,
  headers: privateHeaders,
  response: privateResponses(
    { description: 'The stars that the user gave.', body: Stars },
    'movie-not-found',
    'rating-not-found',
  ),
};

export const getRatingRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.get('/movies/:id/ratings/:userId', { schema }, async (request, reply) => {
    const { movieId, userId } = ratingTargetOf(request);
    const halfStars = await deps.writeStore.readRating(movieId, userId);
    if (halfStars === null) throw new Rejected('rating-not-found');
    return sendPrivately(reply, { stars: halfStars / 2 });
  });
};
