import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { idsIn, Movie, MovieSummary, pageOf } from '@marquee/contracts';
import { linksTo } from '@marquee/service';
import { Type } from 'typebox';
import { sendAnswer } from './answer.js';
import { refuseFaultsTogether } from './faults-together.js';
import { movieListParameters, movieListRequest } from './movie-list-query.js';
import { idsParameter, readMoviesByIds } from './movies-by-ids.js';
import { sendPage } from './page-answer.js';
import { moviePageFor } from './pages/movie-pages.js';
import type { Reading } from './query-deps.js';
import { queryOf, readHeaders, responsesOf } from './query-schemas.js';

export const moviePage = pageOf(Type.Union([Movie, MovieSummary]));

const schema = {
  operationId: 'listMovies',
  summary: 'Lists movies',
  description:
    'Any filters together. A page holds fewer movies than asked for, or none, where too many rows had to be ' +
    'read to find them: `page.next` goes on then, and is `null` only at the end.',
  tags: ['movies'],
  headers: readHeaders,
  querystring: queryOf({ ...movieListParameters, ids: idsParameter }),
  response: responsesOf(
    moviePage,
    { description: 'A page of movies.', isPage: true },
    'invalid-cursor',
  ),
};

export const listMoviesRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/movies', { schema }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const { ids: idList, ...query } = request.query;
    if (idList !== undefined) {
      const ids = idsIn(idList);
      const tables = await reading.viewFor(request);
      const answer = await readMoviesByIds(tables, { ids, fields: query.fields ?? 'full' });
      reply.header('link', linksTo(request.url, { next: null, previous: null }));
      return sendAnswer({ request, reply }, reading, answer);
    }
    const asked = movieListRequest(query, reading.sealer);
    const tables = await reading.viewFor(request);
    const served = await moviePageFor({ request, tables }, reading.pages, asked);
    await sendPage({ request, reply }, reading, served);
    reading.shortcut?.remember({ request, reply }, { asked, served });
    return reply;
  });
};
