/** The parameters of a list of movies: their schema, and what they mean together. */
import { instant, uuid } from '@marquee/contracts';
import type { Sealer } from '@marquee/service';
import { type Static, Type } from 'typebox';
import { type CursorPlace, openCursor } from './cursor.js';
import { type MovieOrder, movieOrderOf, type SortName, sortNames } from './movie-order.js';
import { DEFAULT_LIMIT, pageParameters } from './query-schemas.js';
import { type Selection, selectionOf } from './selection.js';

const name = '[^,|]{1,100}';
const names = `^(${name}(,${name}){0,49}|${name}([|]${name}){1,49})$`;
const aYear = '(18[7-9][0-9]|19[0-9]{2}|2[01][0-9]{2}|2200)';

const labelFilter = (what: string, example: string) =>
  Type.Optional(
    Type.String({
      pattern: names,
      description:
        `Movies of this ${what}, matched exactly; \`a,b\` are those of both, \`a|b\` of either; ` +
        'at most 50 names.',
      examples: [example],
    }),
  );

const fieldsParameter = Type.Optional(
  Type.Unsafe<'full' | 'summary'>({
    type: 'string',
    enum: ['full', 'summary'],
    default: 'full',
    description: '`summary` leaves out synopsis and cast.',
  }),
);

export const movieListParameters = {
  sort: Type.Optional(
    Type.Unsafe<SortName>({
      type: 'string',
      enum: sortNames,
      default: 'title',
      description:
        'A leading `-` turns the order round; ties go by id. Titles sort without leading articles, case and ' +
        'accents; `rating` by a weighted mean; `plays` by their number to two digits; `popularity` by log10 of that number times ' +
        'the average of the ratings, to two decimals, of movies that have both. A movie changes its place in the last two at most ' +
        'once a minute. Movies without a value come last either way.',
    }),
  ),
  genre: labelFilter('genre', 'Drama'),
  tag: labelFilter('tag', 'heist'),
  year: Type.Optional(
    Type.String({
      pattern: `^(${aYear}|${aYear}[.][.]${aYear}?|[.][.]${aYear})$`,
      description: 'A year, or a range of which either end may be left open.',
      examples: ['1999', '1990..1999', '2020..'],
    }),
  ),
  actor: Type.Optional(uuid({ description: 'Movies with this actor.' })),
  provider: Type.Optional(uuid({ description: 'Movies of this provider.' })),
  language: Type.Optional(
    Type.String({
      format: 'language-tag',
      description: 'Movies of this original language, a BCP 47 tag.',
      examples: ['en'],
    }),
  ),
  minRating: Type.Optional(
    Type.Number({
      minimum: 0,
      maximum: 5,
      description: 'Least average; movies that nobody rated have none.',
    }),
  ),
  fields: fieldsParameter,
  from: Type.Optional(
    instant({
      description:
        'With `sort=-addedAt`: begins at what was added then, or last before; with `sort=addedAt` at what was added then, or ' +
        'first after. Not together with `cursor` or `skip`.',
    }),
  ),
  fromId: Type.Optional(
    uuid({ description: 'With `from`: begins at this movie among those added at that instant.' }),
  ),
  ...pageParameters,
};

const movieListQuery = Type.Object(movieListParameters);
export type MovieListQuery = Static<typeof movieListQuery>;

export interface MovieListRequest {
  readonly selection: Selection;
  readonly order: MovieOrder;
  readonly fields: 'full' | 'summary';
  readonly limit: number;
  readonly start: CursorPlace;
  /** What cursors of this list are bound to. */
  readonly list: string;
}

/** @throws {Rejected} `invalid-cursor` */
export function movieListRequest(
  query: MovieListQuery,
  sealer: Sealer,
  actorIds: readonly string[] = [],
): MovieListRequest {
  const selection = selectionOf(query, actorIds);
  const { sort = 'title', fields = 'full', limit = DEFAULT_LIMIT } = query;
  const list = `movies ${sort} ${selection.text}`;
  return {
    selection,
    order: movieOrderOf(sort),
    fields,
    limit,
    start: placeOfFrom(query) ?? startOf(query, sealer, list),
    list,
  };
}

/** Sorts after every id that begins with the text before it: ids are lower-case. */
const afterAll = '~';

/** Just before the first movie wanted. */
function placeOfFrom({ sort, from, fromId = '' }: MovieListQuery): CursorPlace | null {
  if (from === undefined) return null;
  const id = fromId.toLowerCase();
  const after = {
    sortValue: new Date(from).toISOString(),
    id: sort === 'addedAt' ? justBelow(id) : id + afterAll,
  };
  return { direction: 'next', after, skip: 0 };
}

/** Between this id and all that are lower. */
function justBelow(id: string): string {
  if (id === '') return '';
  const last = String.fromCharCode(id.charCodeAt(id.length - 1) - 1);
  return id.slice(0, -1) + last + afterAll;
}

interface PagingQuery {
  readonly cursor?: string;
  readonly skip?: number;
}

/** Where the page begins. @throws {Rejected} `invalid-cursor` */
export function startOf({ cursor, skip = 0 }: PagingQuery, sealer: Sealer, list: string) {
  return cursor === undefined
    ? { direction: 'next' as const, after: null, skip }
    : openCursor(sealer, list, cursor);
}
