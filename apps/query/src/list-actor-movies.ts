import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected } from '@marquee/contracts';
import { refuseFaultsTogether } from './faults-together.js';
import { moviePage } from './list-movies.js';
import { movieListParameters, movieListRequest } from './movie-list-query.js';
import { sendPage } from './page-answer.js';
import { moviePageFor } from './pages/movie-pages.js';
import type { Reading } from './query-deps.js';
import { idParams, queryOf, readHeaders, responsesOf } from './query-schemas.js';

const schema = {
  operationId: 'listActorMovies',
  summary: 'Lists the movies of an actor',
  description:
    'The filmography, with the parameters of a list of movies; `actor` names one more who must stand in them.',
  tags: ['actors'],
  headers: readHeaders,
  params: idParams('actor'),
  querystring: queryOf(movieListParameters),
  response: responsesOf(
    moviePage,
    { description: 'A page of movies.', isPage: true },
    'invalid-cursor',
    'actor-not-found',
  ),
};

export const listActorMoviesRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/actors/:id/movies', { schema }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const id = request.params.id.toLowerCase();
    const asked = movieListRequest(request.query, reading.sealer, [id]);
    const tables = await reading.viewFor(request);
    const [[actor], page] = await Promise.all([
      tables.rowsById('actorsById', [id]),
      moviePageFor({ request, tables }, reading.pages, asked),
    ]);
    if (!actor) throw new Rejected('actor-not-found');
    return sendPage({ request, reply }, reading, page);
  });
};
