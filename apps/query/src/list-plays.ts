/** `GET /plays?ids=`: how often some movies were played. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { PlayCount, uuidList } from '@marquee/contracts';
import { playsSelection } from '@marquee/projection';
import { Type } from 'typebox';
import { sendAnswer, weakEtag } from './answer.js';
import type { Reading } from './query-deps.js';
import { queryOf, readHeaders, responsesOf } from './query-schemas.js';

const playCounts = Type.Object({ items: Type.Array(PlayCount) }, { additionalProperties: false });

const schema = {
  operationId: 'listPlays',
  summary: 'Counts plays',
  description:
    'Of up to 100 movies. Those that nobody has played, and those that are not there, have 0.',
  tags: ['plays'],
  headers: readHeaders,
  querystring: queryOf({
    ids: uuidList(100, {
      description: 'Up to 100 ids of movies: the answer has one entry for each, in this order.',
    }),
  }),
  response: responsesOf(playCounts, { description: 'The number of plays of each movie.' }),
};

export const listPlaysRoute: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  app.get('/plays', { schema }, async (request, reply) => {
    const ids = request.query.ids.toLowerCase().split(',');
    const tables = await reading.viewFor(request);
    const totals = await tables.totals([...new Set(ids)].map(playsSelection));
    const items = ids.map((movieId): PlayCount => {
      return { movieId, plays: totals.get(playsSelection(movieId))?.count ?? 0 };
    });
    const body = JSON.stringify({ items });
    return sendAnswer({ request, reply }, reading, { body, etag: weakEtag(body) });
  });
};
