/** The walk that carries out a plan. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Position } from '@marquee/contracts';
import { type FilmographyEntry, listName, type MovieFilters } from '@marquee/projection';
import type { MovieRow, SliceQuery, ViewTables } from '@marquee/view-store';
import { fulfils } from './movie-filter.js';
import { comparePlaces, type MovieOrder } from './movie-order.js';
import type { MoviePlan } from './movie-plan.js';
import type { Condition } from './selection.js';
import { collector, MAX_ROWS_READ, scan, type Walk } from './walk.js';
import { withinYears } from './within-years.js';

export interface FoundMovie extends Position {
  /** What the key was made of, where the key does not tell. */
  readonly sortValue: string | null;
  /** The JSON to send, or `null`: read it by id. */
  readonly json: string | null;
}

export interface MovieReading {
  readonly plan: MoviePlan;
  readonly order: MovieOrder;
  readonly fields: 'full' | 'summary';
}

export function movieWalk(tables: ViewTables, { plan, order, fields }: MovieReading) {
  if (plan.from === 'filmographies') return filmographyWalk(tables, plan, order);
  const read: ReadSlice =
    plan.years === null ? (query) => tables.movieSlice(query) : withinYears(tables, plan.years);
  const [only, ...others] = plan.selections;
  return only !== undefined && others.length === 0 && plan.test.length === 0
    ? listWalk(read, listName(only, order.sort), { order, fields })
    : scanWalk(read, plan, order);
}

type ReadSlice = ViewTables['movieSlice'];

/** One list as it is: the page is one slice, and what is skipped is read as keys. */
function listWalk(
  read: ReadSlice,
  list: string,
  { order: { order }, fields }: Omit<MovieReading, 'plan'>,
): Walk<FoundMovie> {
  return async ({ direction, after, skip, want }) => {
    const found = collector<FoundMovie>(0, want);
    const slice = { list, order, walk: direction } as const;
    const columns = want === 1 ? 'keys' : fields;
    let place = skip === 0 ? after : await placeAfter(read, { ...slice, after }, skip);
    for (let missing = want; missing > 0 && place !== 'end'; ) {
      const rows: MovieRow[] = await read({ ...slice, after: place, limit: missing, columns });
      place = rows.length < missing ? 'end' : (rows.at(-1) ?? 'end');
      let count = 0;
      for (const row of rows) count = found.offer(row, null);
      missing = want - count; // more than 0 where a movie stood at two places
    }
    return found.stop(place === 'end' ? 'end' : 'enough');
  };
}

const maxKeysRead = 2_000;

/** The place of the last of so many rows, read as keys; `end` where there are not as many. */
async function placeAfter(
  read: ReadSlice,
  slice: Omit<SliceQuery, 'limit'>,
  count: number,
): Promise<Position | null | 'end'> {
  let { after } = slice;
  for (let left = count; left > 0; ) {
    const limit = Math.min(left, maxKeysRead);
    const passed = await read({ ...slice, after, limit, columns: 'keys' });
    if (passed.length < limit) return 'end';
    after = passed.at(-1) ?? after;
    left -= limit;
    await yieldToOthers();
  }
  return after;
}

/** Several lists together, or the rows of a list that fulfil conditions: bodies are read by id, for the page alone. */
function scanWalk(
  readSlice: ReadSlice,
  { selections, test }: Extract<MoviePlan, { from: 'lists' }>,
  { sort, order }: MovieOrder,
): Walk<FoundMovie> {
  const columns = test.length === 0 ? 'keys' : 'filters';
  return scan<FoundMovie & { readonly filters: string | null }>({
    lists: selections.map((selection) => listName(selection, sort)),
    order,
    async read(list, { direction, after, limit }) {
      const rows = await readSlice({ list, order, walk: direction, after, limit, columns });
      return rows.map(({ json: filters, ...row }) => ({ ...row, json: null, filters }));
    },
    test: test.length === 0 ? null : ({ filters }) => passes(filters, test),
  });
}

function passes(filters: string | null, test: readonly Condition[]): boolean {
  if (filters === null) return false;
  const movie: MovieFilters = JSON.parse(filters);
  return fulfils(movie, test);
}

/** The movies that all of these actors stand in: few enough to be sorted here. */
function filmographyWalk(
  tables: ViewTables,
  { actorIds, test }: Extract<MoviePlan, { from: 'filmographies' }>,
  { sort, order }: MovieOrder,
): Walk<FoundMovie> {
  let movies: Promise<readonly FoundMovie[]> | null = null;
  async function read(): Promise<readonly FoundMovie[]> {
    const filmographies = await Promise.all(
      actorIds.map((id) => tables.actorMovies(id, Math.floor(MAX_ROWS_READ / actorIds.length))),
    );
    const [first = [], ...others] = filmographies;
    const ids = others.map((rows) => new Set(rows.map(({ id }) => id)));
    return first
      .filter(({ id }) => ids.every((set) => set.has(id)))
      .flatMap(({ id, entry }) => {
        const movie: FilmographyEntry = JSON.parse(entry);
        const sortValue = sort === 'title' ? movie.title : null;
        return fulfils(movie, test)
          ? [{ sortKey: movie.keys[sort] ?? '', id, sortValue, json: null }]
          : [];
      });
  }
  return async ({ direction, after, skip, want }) => {
    movies ??= read();
    const compare = comparePlaces(order, direction);
    const found = collector<FoundMovie>(skip, want);
    for (const movie of [...(await movies)].sort(compare)) {
      if (after !== null && compare(movie, after) <= 0) continue;
      if (found.offer(movie, null) === want) return found.stop('enough');
    }
    return found.stop('end');
  };
}
