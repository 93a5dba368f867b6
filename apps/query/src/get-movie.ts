import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Movie, Rejected } from '@marquee/contracts';
import { sendAnswer } from './answer.js';
import type { Reading } from './query-deps.js';
import { idParams, readHeaders, responsesOf } from './query-schemas.js';

const schema = {
  operationId: 'getMovie',
  summary: 'Reads a movie',
  description: 'The whole movie with its cast.',
  tags: ['movies'],
  headers: readHeaders,
  params: idParams('movie'),
  response: responsesOf(Movie, { description: 'The movie.' }, 'movie-not-found'),
};

export const getMovieRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/movies/:id', { schema }, async (request, reply) => {
    const tables = await reading.viewFor(request);
    const [movie] = await tables.moviesById([request.params.id.toLowerCase()], 'full');
    if (!movie) throw new Rejected('movie-not-found');
    return sendAnswer({ request, reply }, reading, {
      body: movie.json,
      etag: `"${movie.version}"`,
    });
  });
};
