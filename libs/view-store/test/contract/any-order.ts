import fc from 'fast-check';
import type { Test } from 'tap';
import type { ViewTables } from '../../src/index.js';
import type { Adapter } from './adapters.js';
import { fullOf, movieEvent, type Place, place, wholeList } from './events.js';

const SORT_KEYS = ['', 'a', 'b', 'c'];
const LISTS = ['all', 'genre:X', 'year:1999'];

/** What a movie is at each of its versions: its key, or `null` where it is deleted. */
const history = fc.array(fc.option(fc.constantFrom(...SORT_KEYS), { nil: null }), {
  minLength: 1,
  maxLength: 5,
});
const schedule = fc.record({
  histories: fc.array(history, { minLength: 1, maxLength: 4 }),
  /** Orders the events, twice each. */
  seed: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  perCall: fc.integer({ min: 1, max: 5 }),
});

/** Random histories in random order, with repetitions, against what their ends say. */
export async function anyOrderContract(t: Test, adapter: Adapter, runs: number): Promise<void> {
  const tables = await adapter.tables();
  let run = 0;

  await t.test('any order and repetition of any histories leaves their ends', async (t) => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ histories, seed, perCall }) => {
        run += 1;
        const lists = LISTS.map((name) => `${run}-${name}/releaseDate`);
        const events = histories.flatMap((keys, movie) =>
          eventsOf(lists, `${run}-m${movie}`, keys),
        );
        const order = [...events, ...events]
          .map((event, index) => ({ event, at: seed[index % seed.length] ?? 0 }))
          .toSorted((a, b) => a.at - b.at);
        for (let from = 0; from < order.length; from += perCall) {
          await tables.apply(order.slice(from, from + perCall).map(({ event }) => event));
        }
        t.strictSame(await state(tables, lists), expected(lists, histories, run));
      }),
      { numRuns: runs },
    );
  });
}

/** One event for each version; each removes the movie from wherever it was before. */
function eventsOf(lists: readonly string[], id: string, keys: readonly (string | null)[]) {
  const placesAt = (key: string | null): Place[] =>
    key === null ? [] : lists.map((list) => place(list, key));
  const name = (at: Place) => `${at.list} ${at.sortKey}`;
  return keys.map((key, index) => {
    const now = placesAt(key);
    const taken = new Set(now.map(name));
    const before = keys.slice(0, index).flatMap(placesAt);
    const gone = [...new Map(before.map((at) => [name(at), at])).values()];
    return movieEvent({
      ...{ id, version: index + 1, at: key === null ? null : now },
      gone: gone.filter((at) => !taken.has(name(at))),
    });
  });
}

async function state(tables: ViewTables, lists: readonly string[]) {
  const rows: Record<string, string[]> = {};
  for (const list of lists) {
    const slice = await tables.movieSlice({ ...wholeList(list), columns: 'full' });
    rows[list] = slice.map(({ sortKey, id, json }) => `${sortKey} ${id} ${json}`);
  }
  return rows;
}

function expected(
  lists: readonly string[],
  histories: readonly (readonly (string | null)[])[],
  run: number,
) {
  const rows = histories
    .map((keys, movie) => ({ key: keys.at(-1) ?? null, id: `${run}-m${movie}`, at: keys.length }))
    .filter(({ key }) => key !== null)
    .toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(({ key, id, at }) => `${key} ${id} ${fullOf(id, at)}`);
  return Object.fromEntries(lists.map((list) => [list, rows]));
}

/** Rows without a value come last. */
function rank({ key, id }: { key: string | null; id: string }): string {
  return `${key === '' ? '~' : key} ${id}`;
}
