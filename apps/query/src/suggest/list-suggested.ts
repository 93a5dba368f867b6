import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Rejected } from '@marquee/contracts';
import { callerOf, linksTo } from '@marquee/service';
import type { FastifyRequest } from 'fastify';
import { sendAnswer, weakEtag } from '../answer.js';
import { moviePage } from '../list-movies.js';
import { movieListParameters } from '../movie-list-query.js';
import type { Reading } from '../query-deps.js';
import {
  DEFAULT_LIMIT,
  idParams,
  pageParameters,
  queryOf,
  readHeaders,
  responsesOf,
} from '../query-schemas.js';
import { readSuggestions } from './read-suggestions.js';

const schema = {
  operationId: 'listSuggestedMovies',
  summary: 'Suggests movies to a user',
  description:
    'From those who gave four stars and more to what the user gave four stars and more: what else they gave as much, by the sum of ' +
    'those ratings, without what the user has rated. Empty where the user liked nothing yet. Users read their own, ' +
    'administrators anyone’s. How many ratings count at most is said in the documentation.',
  tags: ['ratings'],
  security: [{ bearer: [] }],
  headers: readHeaders,
  params: idParams('user'),
  querystring: queryOf({ limit: pageParameters.limit, fields: movieListParameters.fields }),
  response: responsesOf(moviePage, {
    description: 'The best of them, on one page.',
    isPage: true,
  }),
};

export const listSuggestedRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/users/:id/suggested', { schema }, async (request, reply) => {
    const userId = ownIdOf(request);
    const { limit = DEFAULT_LIMIT, fields = 'full' } = request.query;
    const tables = await reading.viewFor(request);
    const items = await readSuggestions(tables, { userId, limit, fields });
    const page = { limit, next: null, previous: null, total: items.length };
    const body = `{"items":[${items.join(',')}],"page":${JSON.stringify(page)}}`;
    reply.header('link', linksTo(request.url, { next: null, previous: null }));
    const about = { readsArePrivate: true };
    return sendAnswer({ request, reply }, about, { body, etag: weakEtag(body) });
  });
};

/** @throws {Rejected} `forbidden` unless it is the caller's own or an administrator asks */
function ownIdOf(request: Pick<FastifyRequest<{ Params: { id: string } }>, 'caller' | 'params'>) {
  const caller = callerOf(request);
  const id = request.params.id.toLowerCase();
  if (caller.role !== 'administrator' && caller.id !== id) {
    throw new Rejected('forbidden', 'They are the suggestions of another user.');
  }
  return id;
}
