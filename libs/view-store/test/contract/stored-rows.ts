import {
  addressOf,
  addressText,
  isViewRow,
  project,
  removalOf,
  type ViewRow,
  type ViewTable,
  viewTables,
} from '@marquee/projection';
import {
  buildActorChanged,
  buildKeyChanged,
  buildMovie,
  buildMovieChanged,
  buildTotalsChanged,
  idOf,
} from '@marquee/testing';
import type { Test } from 'tap';
import type { ViewTables } from '../../src/index.js';
import type { Adapter } from './adapters.js';

const splits = { 'all/title': [{ sortKey: 'm', id: '' }] };
const version = 1_700_000_000_000_001;

/** Rows as they are stored: what a comparison with the write model reads. */
export async function storedRowsContract(t: Test, adapter: Adapter): Promise<void> {
  const events = [
    buildMovieChanged({ movie: buildMovie({ version, synopsis: 'é'.repeat(9_000) }) }),
    ...[2, 3, 4].map((n) => buildMovieChanged({ movie: buildMovie({ id: idOf(n), version }) })),
    buildMovieChanged({ id: idOf(5), version, movie: null }),
    buildActorChanged({ version }),
    buildActorChanged({ id: idOf(0xa2), version, actor: null }),
    ...[1, 2, 3, 4].map((n) => buildKeyChanged({ id: idOf(0xb0 + n), version })),
    buildTotalsChanged({
      totals: ['all', 'genre:Action', 'tag:dystopia'].map((selection) => {
        return { selection, count: 4, version };
      }),
    }),
  ];
  const projected = events.map((event) => project(event, splits));
  const expected = projected.flat().filter(isViewRow);

  await t.test('each row is read back as it was put, at its version', async (t) => {
    const tables = await adapter.tables(splits);
    const places = expected.map(addressOf);
    t.ok((await tables.storedRows(places)).every((row) => row === null));
    await tables.apply(projected);
    t.same(
      await tables.storedRows(places),
      expected.map((row) => ({ version: row.version, row })),
    );
  });

  await t.test('a walk in small slices meets each row of a table once', async (t) => {
    const tables = await adapter.tables(splits);
    for (const table of viewTables) t.same(await scanned(tables, table), [], `${table}, empty`);
    await tables.apply(projected);
    for (const table of viewTables) {
      const rows = expected.filter((row) => row.table === table);
      t.same(await scanned(tables, table), rows.map(textOf).sort(), table);
      const { rows: whole } = await tables.scan(table, { after: null, limit: 1_000, whole: true });
      const byText = (all: readonly (ViewRow | null)[]) =>
        all
          .flatMap((row) => (row === null ? [] : [row]))
          .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
      t.same(byText(whole.map(({ row }) => row)), byText(rows), `${table}, whole`);
    }
  });

  await t.test('what is removed is met no more, and stays away at that version', async (t) => {
    const tables = await adapter.tables(splits);
    await tables.apply(projected);
    const removals = expected.map((row) => removalOf({ ...addressOf(row), version }));
    await tables.apply([removals]);
    const left = await tables.storedRows(expected.map(addressOf));
    t.ok(left.every((stored) => stored === null || stored.row === null));
    for (const table of viewTables) t.same(await scanned(tables, table), [], table);
  });

  await t.test('a removal leaves what is newer', async (t) => {
    const tables = await adapter.tables(splits);
    await tables.apply(projected);
    await tables.apply([
      expected.map((row) => removalOf({ ...addressOf(row), version: version - 1 })),
    ]);
    const left = await tables.storedRows(expected.map(addressOf));
    t.ok(left.every((stored) => stored?.row));
  });
}

const textOf = (row: ViewRow) => `${addressText(addressOf(row))} ${row.version}`;

async function scanned(tables: ViewTables, table: ViewTable): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const slice = await tables.scan(table, { after, limit: 3 });
    found.push(
      ...slice.rows.map(({ key, version }) => `${addressText({ table, key })} ${version}`),
    );
    after = slice.next;
  } while (after !== null);
  return found.sort();
}
