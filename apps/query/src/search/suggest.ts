import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { nullable } from '@marquee/contracts';
import { suggestionKinds } from '@marquee/search';
import { Type } from 'typebox';
import { sendAnswer, weakEtag } from '../answer.js';
import type { SearchReading } from '../query-deps.js';
import {
  DEFAULT_LIMIT,
  pageParameters,
  queryOf,
  readHeaders,
  responsesOf,
} from '../query-schemas.js';
import { searchText } from './search-movies.js';

const Suggestion = Type.Object(
  {
    kind: Type.String({ enum: [...suggestionKinds] }),
    text: Type.String(),
    id: nullable<string>(
      Type.String({
        description: 'Of the movie or the actor; `null` for directors, genres and tags.',
      }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ kind: 'genre', text: 'Science Fiction', id: null }],
  },
);

const schema = {
  operationId: 'suggest',
  summary: 'Suggests what to search for',
  description:
    'Titles, people, genres and tags in which the words of the query stand in a row, the last one as the beginning of a word at least: ' +
    'those that begin with it first, then by the number of ratings (movies) or of movies (all else). Each text once of a kind.',
  tags: ['search'],
  headers: readHeaders,
  querystring: queryOf({
    q: searchText('What was typed so far.', 'the god'),
    limit: pageParameters.limit,
  }),
  response: responsesOf(
    Type.Object({ items: Type.Array(Suggestion) }, { additionalProperties: false }),
    { description: 'Suggestions, the best first.' },
  ),
};

export const suggestRoute: FastifyPluginAsyncTypebox<SearchReading> = async (app, reading) => {
  app.get('/suggestions', { schema }, async (request, reply) => {
    const { q, limit = DEFAULT_LIMIT } = request.query;
    const { index } = await reading.searchFor(request);
    const body = JSON.stringify({ items: await index.suggest({ text: q, limit }) });
    return sendAnswer({ request, reply }, reading, { body, etag: weakEtag(body) });
  });
};
