import type { SplitPoints } from '@marquee/contracts';
import type { Test } from 'tap';
import type { SliceQuery, ViewTables } from '../../src/index.js';
import { bucketAt } from '../../src/slice.js';
import type { Adapter } from './adapters.js';
import {
  actorEvent,
  actorJson,
  filtersOf,
  fullOf,
  movieEvent,
  summaryOf,
  wholeList,
} from './events.js';

const LIST = 'all/releaseDate';
const KEYS = ['a', 'a', 'b', 'c', 'c', 'c', 'd', 'g', 'h', ''];
/** Two buckets end inside equal keys, one is empty, one begins exactly at a row. */
const SPLITS: SplitPoints = {
  [LIST]: [
    { sortKey: 'a', id: 'm1' },
    { sortKey: 'c', id: 'm4' },
    { sortKey: 'e', id: 'm0' },
    { sortKey: 'f', id: 'm0' },
    { sortKey: 'h', id: 'm8' },
    { sortKey: 'z', id: 'm0' },
  ],
  all: [
    { sortKey: 'ann', id: 'p1' },
    { sortKey: 'bo', id: 'p0' },
  ],
};

/** Walks over buckets and over the rows without a value. */
export async function slicesContract(t: Test, adapter: Adapter): Promise<void> {
  const tables = await adapter.tables(SPLITS);
  const splits = SPLITS[LIST] ?? [];
  const movies = [...KEYS, '', ''].map((sortKey, index) => ({
    sortKey,
    id: `m${index.toString(16)}`,
  }));
  await tables.apply(
    movies.map((movie) => {
      const bucket = movie.sortKey === '' ? -1 : bucketAt(movie, splits);
      const at = [{ list: LIST, bucket, sortKey: movie.sortKey }];
      return movieEvent({ id: movie.id, version: 1, at });
    }),
  );
  const valued = movies.filter(({ sortKey }) => sortKey !== '').map(({ id }) => id);
  const valueless = movies.filter(({ sortKey }) => sortKey === '').map(({ id }) => id);
  const sorted = {
    ascending: [...valued, ...valueless],
    descending: [...valued.toReversed(), ...valueless.toReversed()],
  };

  await t.test('pages of any size, both ways, meet every row once and in order', async (t) => {
    for (const order of ['ascending', 'descending'] as const) {
      for (const walk of ['next', 'previous'] as const) {
        const wanted = walk === 'next' ? sorted[order] : sorted[order].toReversed();
        for (let limit = 1; limit <= wanted.length + 1; limit += 1) {
          const query: SliceQuery = { list: LIST, order, walk, after: null, limit };
          t.same(await walkIds(tables, query), wanted, `${order} ${walk} by ${limit}`);
        }
      }
    }
  });

  await t.test('a walk may begin where no row is', async (t) => {
    const from = async (sortKey: string, walk: SliceQuery['walk']) =>
      await walkIds(tables, {
        ...{ list: LIST, order: 'ascending', walk },
        ...{ after: { sortKey, id: 'm0' }, limit: 2 },
      });
    t.same(await from('ee', 'next'), ['m7', 'm8', ...valueless]);
    t.same(await from('ee', 'previous'), ['m6', 'm5', 'm4', 'm3', 'm2', 'm1', 'm0']);
    t.same(await from('zz', 'next'), valueless);
    t.same(await from('0', 'previous'), []);
  });

  await t.test('each choice of columns gives its text and the sort value', async (t) => {
    const texts = {
      full: fullOf('m0', 1),
      summary: summaryOf('m0', 1),
      filters: filtersOf('m0', 1),
    };
    for (const columns of ['full', 'summary', 'filters', 'keys'] as const) {
      const [row] = await tables.movieSlice({ ...wholeList(LIST, 1), columns });
      const json = columns === 'keys' ? null : texts[columns];
      t.same(row, { sortKey: 'a', id: 'm0', sortValue: 'value of a', json });
    }
  });

  await t.test('an unknown list and a limit of nothing are empty', async (t) => {
    t.same(await tables.movieSlice({ ...wholeList('no/title'), columns: 'full' }), []);
    t.same(await tables.movieSlice({ ...wholeList(LIST, 0), columns: 'full' }), []);
  });

  await sharedTails(t, tables);
  await actorSlices(t, tables);
}

/** Who lacks which values, in order of id; one row stands at the end of every ordering that its list names. */
const TAILS = [
  ...['rating+plays+popularity', 'popularity', 'rating+popularity', 'rating+plays+popularity'],
  ...['plays+popularity', 'rating', 'rating+plays+popularity', 'plays+popularity'],
];

async function sharedTails(t: Test, tables: ViewTables): Promise<void> {
  const idOf = (index: number) => `t${index}`;
  await tables.apply([
    ...TAILS.map((tail, index) => {
      const at = [{ list: `shared/${tail}`, bucket: -1, sortKey: '' }];
      return movieEvent({ id: idOf(index), version: 1, at });
    }),
    ...['rating', 'plays', 'popularity'].map((sort) => {
      const at = [{ list: `shared/${sort}`, bucket: 0, sortKey: '5' }];
      return movieEvent({ id: `valued-${sort}`, version: 1, at });
    }),
  ]);

  await t.test('movies without a value come once and last, whichever list has them', async (t) => {
    for (const sort of ['rating', 'plays', 'popularity']) {
      const lacking = TAILS.flatMap((tail, at) =>
        tail.split('+').includes(sort) ? [idOf(at)] : [],
      );
      const sorted = {
        ascending: [`valued-${sort}`, ...lacking],
        descending: [`valued-${sort}`, ...lacking.toReversed()],
      };
      for (const order of ['ascending', 'descending'] as const) {
        for (const walk of ['next', 'previous'] as const) {
          const wanted = walk === 'next' ? sorted[order] : sorted[order].toReversed();
          for (let limit = 1; limit <= wanted.length + 1; limit += 1) {
            const query: SliceQuery = { list: `shared/${sort}`, order, walk, after: null, limit };
            t.same(await walkIds(tables, query), wanted, `${sort} ${order} ${walk} by ${limit}`);
          }
        }
      }
    }
  });

  await t.test('a movie that gets its values leaves its tail', async (t) => {
    await tables.apply([
      movieEvent({
        ...{ id: 't0', version: 2, at: [{ list: 'shared/plays', bucket: 0, sortKey: '7' }] },
        gone: [{ list: 'shared/rating+plays+popularity', bucket: -1, sortKey: '' }],
      }),
    ]);
    const query = { ...wholeList('shared/plays'), columns: 'full' } as const;
    const [first, second, third] = await tables.movieSlice(query);
    t.same([first?.id, second?.id, third?.id], ['valued-plays', 't0', 't3']);
    t.equal(second?.json, fullOf('t0', 2));
  });
}

async function actorSlices(t: Test, tables: ViewTables): Promise<void> {
  const names = ['al', 'an', 'ann', 'anna', 'anne', 'ao', 'bo', 'bob', '~'];
  const splits = SPLITS['all'] ?? [];
  await tables.apply(
    names.map((sortKey, index) => {
      const id = `p${index}`;
      const at = [{ list: 'all', bucket: bucketAt({ sortKey, id }, splits), sortKey }];
      return actorEvent({ id, version: 1, at });
    }),
  );
  const keys = async (query: Partial<SliceQuery> & { prefix?: string }) =>
    (await tables.listSlice('actorLists', { ...wholeList('all'), ...query })).map(
      ({ sortKey }) => sortKey,
    );

  await t.test('actors come by name across buckets, with their JSON', async (t) => {
    t.same(await keys({}), names);
    t.same(await keys({ order: 'descending' }), names.toReversed());
    const [actor] = await tables.listSlice('actorLists', wholeList('all', 1));
    t.same(actor, { sortKey: 'al', id: 'p0', sortValue: 'name al', json: actorJson('p0', 1) });
  });

  await t.test('a prefix keeps to the keys that begin with it', async (t) => {
    const ann = ['ann', 'anna', 'anne'];
    t.same(await keys({ prefix: 'ann' }), ann);
    t.same(await keys({ prefix: 'ann', walk: 'previous' }), ann.toReversed());
    t.same(await keys({ prefix: 'ann', after: { sortKey: 'ann', id: 'p2' } }), ['anna', 'anne']);
    t.same(await keys({ prefix: 'ann', after: { sortKey: 'b', id: 'p0' } }), []);
    const back = { walk: 'previous', after: { sortKey: 'anne', id: 'p4' } } as const;
    t.same(await keys({ prefix: 'ann', ...back, limit: 1 }), ['anna']);
    t.same(await keys({ prefix: '~' }), ['~']);
    t.same(await keys({ prefix: 'x' }), []);
  });
}

/** The ids of all pages, each going on from the last row of the one before. */
async function walkIds(tables: ViewTables, query: SliceQuery): Promise<string[]> {
  const ids: string[] = [];
  for (let after = query.after; ; ) {
    const rows = await tables.movieSlice({ ...query, after, columns: 'keys' });
    ids.push(...rows.map(({ id }) => id));
    const last = rows.at(-1);
    if (last === undefined || rows.length < query.limit) return ids;
    after = { sortKey: last.sortKey, id: last.id };
  }
}
