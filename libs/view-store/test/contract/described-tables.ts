import {
  isListTable,
  isTableById,
  type ListTable,
  listTables,
  type Mutation,
  PROJECTION_VERSION,
  type TableById,
  tablesById,
} from '@marquee/projection';
import type { Test } from 'tap';
import type { SliceQuery } from '../../src/index.js';
import { type Adapter, NOW_MS } from './adapters.js';
import { permutations, wholeList } from './events.js';

const YEAR_MS = 31_557_600_000;
/** Where rows expire: long after all of this. */
const endOf = (table: ListTable | TableById, at = NOW_MS + YEAR_MS) =>
  descriptorOf(table).expires ? { expiresAt: at } : {};
const descriptorOf = (table: ListTable | TableById) =>
  isListTable(table) ? listTables[table] : tablesById[table];

const jsonOf = (id: string, version: number) => `{"row":"${id}@${version}"}`;

interface Row {
  readonly list: string;
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
}

const put = (table: ListTable, row: Row, expiresAt?: number): Mutation => ({
  ...{ table, op: 'put', ...row, bucket: 0, sortValue: `value of ${row.sortKey}` },
  ...{ json: jsonOf(row.id, row.version), ...endOf(table, expiresAt) },
});
const remove = (table: ListTable, row: Row): Mutation => ({
  ...{ table, op: 'remove', ...row, bucket: 0 },
});
const putById = (table: TableById, id: string, version: number, gone = false): Mutation => ({
  ...{ table, id, version, json: gone ? null : jsonOf(id, version), ...endOf(table) },
});

/** The same of every table that is made from its description. */
export async function describedTablesContract(t: Test, adapter: Adapter): Promise<void> {
  for (const table of Object.keys(listTables).filter(isListTable)) {
    await t.test(table, (t) => listContract(t, adapter, table));
  }
  for (const table of Object.keys(tablesById).filter(isTableById)) {
    await t.test(table, (t) => byIdContract(t, adapter, table));
  }
}

async function listContract(t: Test, adapter: Adapter, table: ListTable): Promise<void> {
  const tables = await adapter.tables();
  const keys = async (list: string, query: Partial<SliceQuery> & { prefix?: string } = {}) =>
    (await tables.listSlice(table, { ...wholeList(list), ...query })).map(({ sortKey }) => sortKey);

  await t.test('a history in any order leaves the newest row', async (t) => {
    for (const [index, order] of permutations([0, 1, 2]).entries()) {
      const row = (sortKey: string, version: number): Row => {
        return { list: `l${index}`, sortKey, id: 'x', version };
      };
      const history = [
        [put(table, row('a', 1))],
        [put(table, row('b', 2)), remove(table, row('a', 2))],
        [put(table, row('a', 3)), remove(table, row('b', 3))],
      ];
      for (const step of [...order, order[0] ?? 0]) await tables.apply([history[step] ?? []]);
      t.same(await tables.listSlice(table, wholeList(`l${index}`)), [
        { sortKey: 'a', id: 'x', sortValue: 'value of a', json: jsonOf('x', 3) },
      ]);
    }
  });

  await t.test('at one version a removal wins, first or last', async (t) => {
    const row = { list: 'tie', sortKey: 'k', id: 'x', version: 5 };
    for (const mutation of [put(table, row), remove(table, row), put(table, row)]) {
      await tables.apply([[mutation]]);
    }
    t.same(await keys('tie'), []);
  });

  await t.test('slices of any size meet every row once, both ways', async (t) => {
    const rows = ['al', 'an', 'an', 'ann', 'bo'].map((sortKey, n): Row => {
      return { list: 'walk', sortKey, id: `r${n}`, version: 1 };
    });
    await tables.apply([rows.map((row) => put(table, row))]);
    for (const order of ['ascending', 'descending'] as const) {
      const wanted = rows.map(({ id }) => id);
      if (order === 'descending') wanted.reverse();
      const met: string[] = [];
      for (let after: SliceQuery['after'] = null; ; ) {
        const query = { ...wholeList('walk', 2), order, after };
        const slice = await tables.listSlice(table, query);
        met.push(...slice.map(({ id }) => id));
        const last = slice.at(-1);
        if (last === undefined) break;
        after = { sortKey: last.sortKey, id: last.id };
      }
      t.same(met, wanted, order);
    }
    t.same(await keys('walk', { prefix: 'ann' }), ['ann']);
    t.same(await keys('walk', { after: { sortKey: 'an', id: 'r2' } }), ['ann', 'bo']);
    t.same(await keys('another'), []);
  });

  await t.test('a row without what its key was made of has none', async (t) => {
    const row = { ...put(table, { list: 'none', sortKey: 'k', id: 'x', version: 1 }) };
    await tables.apply([[{ ...row, sortValue: null } as Mutation]]);
    t.match(await tables.listSlice(table, wholeList('none')), [{ sortValue: null }]);
  });

  await t.test('rows that expired are seen no more', async (t) => {
    if (!descriptorOf(table).expires) return;
    const row = (id: string): Row => ({ list: 'ends', sortKey: id, id, version: 1 });
    await tables.apply([[put(table, row('a'), NOW_MS - 1), put(table, row('b'))]]);
    await expired();
    t.same(await keys('ends'), ['b']);
    await adapter.store.sweep(NOW_MS);
    t.same(
      (await tables.scan(table, { after: null, limit: 1_000 })).rows.filter(
        ({ key }) => key[0] === 'ends',
      ).length,
      1,
    );
  });

  await olderGeneration(t, adapter, table);
}

async function byIdContract(t: Test, adapter: Adapter, table: TableById): Promise<void> {
  const tables = await adapter.tables();

  await t.test(
    'rows are found by id at their newest version, deleted ones by that alone',
    async (t) => {
      await tables.apply([
        [putById(table, 'a', 2)],
        [putById(table, 'a', 1)],
        [putById(table, 'b', 4, true)],
        [putById(table, 'b', 3)],
        [putById(table, 'c', 5)],
        [putById(table, 'c', 5, true)],
      ]);
      const found = await tables.rowsById(table, ['d', 'a', 'b', 'c']);
      t.same(found, [null, { id: 'a', version: 2, json: jsonOf('a', 2) }, null, null]);
      const versions = await tables.versions(table, ['a', 'b', 'c', 'd']);
      t.same(Object.fromEntries(versions), { a: 2, b: 4, c: 5 });
      await tables.apply([[putById(table, 'b', 6)]]);
      t.match(await tables.rowsById(table, ['b']), [{ version: 6 }], 'made anew');
    },
  );

  await t.test('a row that expired is seen no more', async (t) => {
    if (!descriptorOf(table).expires) return;
    await tables.apply([[{ ...putById(table, 'old', 1), expiresAt: NOW_MS - 1 } as Mutation]]);
    await expired();
    t.same(await tables.rowsById(table, ['old']), [null]);
  });

  await olderGeneration(t, adapter, table);
}

/** Cassandra lets rows go by its own clock, a second after they were put. */
const expired = () => new Promise((resolve) => setTimeout(resolve, 1_500));

async function olderGeneration(
  t: Test,
  adapter: Adapter,
  table: ListTable | TableById,
): Promise<void> {
  const { since } = descriptorOf(table);
  await t.test('a generation that is older than it says so', async (t) => {
    const older = await adapter.tables({}, since - 1);
    const reads: readonly Promise<unknown>[] = isListTable(table)
      ? [older.listSlice(table, wholeList('l'))]
      : [older.rowsById(table, ['a']), older.versions(table, ['a'])];
    for (const read of reads) await t.rejects(read, { code: 'view-behind' });
    t.ok(since <= PROJECTION_VERSION);
  });
}
