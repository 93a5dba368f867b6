import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected } from '@marquee/contracts';
import { linksTo } from '@marquee/service';
import { sendAnswer } from '../answer.js';
import { refuseFaultsTogether } from '../faults-together.js';
import { moviePage } from '../list-movies.js';
import { movieListParameters } from '../movie-list-query.js';
import { readMoviesByIds } from '../movies-by-ids.js';
import type { SearchReading } from '../query-deps.js';
import {
  DEFAULT_LIMIT,
  idParams,
  pageParameters,
  queryOf,
  readHeaders,
  responsesOf,
} from '../query-schemas.js';

const schema = {
  operationId: 'listRelatedMovies',
  summary: 'Lists what is related to a movie',
  description:
    'Movies that share cast, directors, genres or tags with it: those that share more first; of equal numbers those that share more ' +
    'of the cast, then of the directors, the genres, the tags; then those closer in time, and with more ratings.',
  tags: ['search'],
  headers: readHeaders,
  params: idParams('movie'),
  querystring: queryOf({ limit: pageParameters.limit, fields: movieListParameters.fields }),
  response: responsesOf(
    moviePage,
    { description: 'The closest movies, on one page.', isPage: true },
    'movie-not-found',
  ),
};

export const relatedMoviesRoute: FastifyPluginAsyncTypebox<SearchReading> = async (
  app,
  reading,
) => {
  app.get('/movies/:id/related', { schema }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const id = request.params.id.toLowerCase();
    const { limit = DEFAULT_LIMIT, fields = 'full' } = request.query;
    const { index, tables } = await reading.searchFor(request);
    const [[movie], ids] = await Promise.all([
      tables.moviesById([id], 'summary'),
      index.related({ id, limit }),
    ]);
    if (!movie) throw new Rejected('movie-not-found');
    if (ids === null) throw new Rejected('view-behind', 'The movie is too new to be compared.');
    const answer = await readMoviesByIds(tables, { ids, fields });
    reply.header('link', linksTo(request.url, { next: null, previous: null }));
    return sendAnswer({ request, reply }, reading, answer);
  });
};
