import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECTION_VERSION, type ViewTable, viewTables } from '@marquee/projection';
import { openViewStore, type ScannedRow, type ViewTables } from '@marquee/view-store';
import { test } from 'tap';
import { fillByStore, fillView } from './catalogues/generated-view.js';

const options = { seed: 5, count: 120 };
/** A generated catalogue has movies and actors alone. */
const notGenerated: readonly ViewTable[] = [
  ...(['tags', 'accessKeys', 'commentLists', 'commentsById'] as const),
  ...(['sessionLists', 'sessionDays', 'ratingLists', 'ratingsById'] as const),
];

test('a view that was loaded in bulk is the one that a projector makes', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-bulk-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const url = `sqlite:${join(directory, 'bulk.sqlite')}`;
  await fillView(url, options);
  const bulk = openViewStore(url);
  const [generation] = await bulk.generations();
  t.equal(generation?.live, true);
  const other = openViewStore(`sqlite:${join(directory, 'applied.sqlite')}`);
  t.teardown(async () => {
    await bulk.close();
    await other.close();
  });
  const made = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits: {} };
  await other.migrate();
  await other.createGeneration(made, 0);
  await fillByStore(other.open(made), options);
  for (const table of viewTables) {
    const expected = await rowsOf(other.open(made), table);
    t.same(await rowsOf(bulk.open(made), table), expected, table);
    t.equal(expected.length > 0, !notGenerated.includes(table), `${table} has rows`);
  }
});

/** In an order that does not depend on when rows came. */
async function rowsOf(tables: ViewTables, table: ViewTable): Promise<ScannedRow[]> {
  const { rows } = await tables.scan(table, { after: null, limit: 100_000, whole: true });
  return [...rows].sort((a, b) => (`${a.key}` < `${b.key}` ? -1 : 1));
}
