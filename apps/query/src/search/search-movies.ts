import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { type Position, text } from '@marquee/contracts';
import { MAX_HITS, type SearchFilter, type SearchIndex } from '@marquee/search';
import type { Sealer } from '@marquee/service';
import type { Static } from 'typebox';
import type { CursorPlace } from '../cursor.js';
import { refuseFaultsTogether } from '../faults-together.js';
import { moviePage } from '../list-movies.js';
import { movieListParameters, startOf } from '../movie-list-query.js';
import { finishPage, type PageContent, sendPage } from '../page-answer.js';
import type { SearchReading } from '../query-deps.js';
import {
  DEFAULT_LIMIT,
  pageParameters,
  queryOf,
  readHeaders,
  responsesOf,
} from '../query-schemas.js';
import { type Place, readPage } from '../read-page.js';
import { type Selection, selectionOf } from '../selection.js';
import type { Walk } from '../walk.js';
import { bodiesOf } from './bodies-of.js';

const { genre, year, fields } = movieListParameters;
const { limit, cursor } = pageParameters;

export const searchText = (description: string, example: string) =>
  text(1, 200, { description, examples: [example] });

const searchQuery = queryOf({
  q: searchText(
    'Words, or beginnings of words, that a movie must have all of. Case and accents do not matter, and no character is an operator.',
    'star wars',
  ),
  ...{ genre, year, fields, limit, cursor },
});
type SearchQuery = Static<typeof searchQuery>;

const schema = {
  operationId: 'searchMovies',
  summary: 'Searches movies',
  description:
    'By title, original title, people, genres and tags, and synopsis: where the best hit is decides first. Whole words come before ' +
    'beginnings, and words in which one typing error was forgiven (of five letters and more) after all that is right; then by the ' +
    `number of ratings. At most ${MAX_HITS.toLocaleString('en')} movies are found, the best ones; \`page.total\` is \`null\` where there are more.`,
  tags: ['search'],
  headers: readHeaders,
  querystring: searchQuery,
  response: responsesOf(
    moviePage,
    { description: 'A page of movies.', isPage: true },
    'invalid-cursor',
  ),
};

export const searchMoviesRoute: FastifyPluginAsyncTypebox<SearchReading> = async (app, reading) => {
  app.get('/search', { schema }, async (request, reply) => {
    refuseFaultsTogether(request.url);
    const asked = searchRequest(request.query, reading.sealer);
    const { index, tables } = await reading.searchFor(request);
    const { page, total } = await findPage(index, asked);
    const content: PageContent = {
      items: await bodiesOf(tables, page.rows, asked.fields),
      limit: asked.limit,
      ...{ next: cursorPlace(page.next), previous: cursorPlace(page.previous), total },
    };
    const finished = finishPage(reading.sealer, asked.list, content);
    return sendPage({ request, reply }, reading, { content: finished, from: 'view' });
  });
};

type SearchAsked = ReturnType<typeof searchRequest>;

/** @throws {Rejected} `invalid-cursor` */
function searchRequest(query: SearchQuery, sealer: Sealer) {
  const { q, fields: named = 'full', limit: count = DEFAULT_LIMIT } = query;
  const selection = selectionOf(query, []);
  const list = `search ${JSON.stringify(q.trim())} ${selection.text}`;
  const start = startOf(query, sealer, list);
  return { text: q, filter: filterOf(selection), fields: named, limit: count, list, start };
}

function filterOf({ conditions }: Selection): SearchFilter {
  return {
    genres: conditions.flatMap((one) => (one.field === 'genre' ? [one.anyOf] : [])),
    years: conditions.flatMap((one) => (one.field === 'year' ? [one] : [])),
  };
}

async function findPage(
  index: SearchIndex,
  { text: words, filter, limit: count, start }: SearchAsked,
) {
  let total: number | null = 0;
  const walk: Walk<Position> = async ({ direction, after, want }) => {
    const found = await index.search({ text: words, filter, direction, after, want });
    total = found.total;
    const { hits: rows } = found;
    const stop = rows.length < want ? 'end' : 'enough';
    return { rows, stop, first: rows[0] ?? null, last: rows.at(-1) ?? null, skipLeft: 0 };
  };
  const { direction, after } = start;
  const place = after && { sortKey: after.sortValue ?? '', id: after.id };
  const page = await readPage(walk, { direction, after: place, skip: 0, limit: count });
  return { page, total };
}

const cursorPlace = (place: Place<Position> | null): CursorPlace | null =>
  place && {
    ...place,
    after: place.after && { sortValue: place.after.sortKey, id: place.after.id },
  };
