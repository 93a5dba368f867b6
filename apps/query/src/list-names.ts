/** `GET /genres` and `GET /tags`: every name that stands in a movie. */
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { NamedCount } from '@marquee/contracts';
import { Type } from 'typebox';
import { sendAnswer, weakEtag } from './answer.js';
import type { Reading } from './query-deps.js';
import { queryOf, readHeaders, responsesOf } from './query-schemas.js';

const nameList = Type.Object({ items: Type.Array(NamedCount) }, { additionalProperties: false });

const schemaOf = (kind: 'genres' | 'tags') => ({
  operationId: kind === 'genres' ? 'listGenres' : 'listTags',
  summary: `Lists the ${kind}`,
  description: 'By name, each with the number of movies that it stands in.',
  tags: ['movies'],
  headers: readHeaders,
  querystring: queryOf({}),
  response: responsesOf(nameList, { description: `All ${kind}.` }),
});

export const listNamesRoutes: FastifyPluginAsyncTypebox<Reading> = async (app, reading) => {
  for (const kind of ['genres', 'tags'] as const) {
    app.get(`/${kind}`, { schema: schemaOf(kind) }, async (request, reply) => {
      const tables = await reading.viewFor(request);
      const body = JSON.stringify({ items: await tables.names(kind) });
      return sendAnswer({ request, reply }, reading, { body, etag: weakEtag(body) });
    });
  }
};
