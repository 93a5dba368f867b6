import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected, Stars } from '@marquee/contracts';
import { openToken, problemResponses } from '@marquee/service';
import { Type } from 'typebox';
import type { CommandDeps } from '../command-deps.js';
import { secured } from '../command-schemas.js';
import { ratingParams, ratingTargetOf } from './rating-target.js';

const schema = {
  operationId: 'getRating',
  summary: "Reads a user's rating of a movie",
  description:
    'Read from the write model, which is never behind. Users read their own, administrators anyone’s.',
  tags: ['ratings'],
  security: secured,
  params: ratingParams,
  headers: Type.Object({
    'consistency-token': Type.Optional(
      Type.String({ description: 'Welcome, but this read sees every write anyway.' }),
    ),
  }),
  response: {
    200: {
      description: 'The stars that the user gave.',
      headers: {
        'View-Lag': { type: 'integer', description: 'Always 0.' },
        'X-Request-Id': { type: 'string' },
      },
      content: { 'application/json': { schema: Stars } },
    },
    ...problemResponses(
      'invalid-input',
      'invalid-token',
      'unauthorized',
      'forbidden',
      'movie-not-found',
      'rating-not-found',
      'unavailable',
      'overloaded',
    ),
  },
};

export const getRatingRoute: FastifyPluginAsyncTypebox<CommandDeps> = async (app, deps) => {
  app.get('/movies/:id/ratings/:userId', { schema }, async (request, reply) => {
    const { movieId, userId } = ratingTargetOf(request);
    const token = request.headers['consistency-token'];
    if (token !== undefined) openToken(deps.sealer, token);
    const halfStars = await deps.writeStore.readRating(movieId, userId);
    if (halfStars === null) throw new Rejected('rating-not-found');
    return reply
      .headers({ 'cache-control': 'private, no-store', 'view-lag': 0 })
      .type('application/json; charset=utf-8')
      .send({ stars: halfStars / 2 });
  });
};
