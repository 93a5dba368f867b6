/** How the embedded view commits: many callers in one transaction, each failing for its own reasons, synced on request. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openViewStore, ViewStoreUnavailable } from '../src/index.js';
import { movieEvent, place, rowsOf } from './contract/events.js';

const LIST = 'all/title';
const generation = { name: 'g1', projectionVersion: 1, splits: {} };
const at = [place(LIST, 'k')];

async function openStore(t: Test) {
  const directory = t.testdir();
  const store = openViewStore(`sqlite:${join(directory, 'view.db')}`);
  t.teardown(() => store.close());
  await store.migrate();
  await store.createGeneration(generation, 0);
  return { directory, tables: store.open(generation) };
}

t.test('what callers apply at once is there when each of them is answered', async (t) => {
  const { tables } = await openStore(t);
  const ids = Array.from({ length: 500 }, (_, index) => `m${String(index).padStart(3, '0')}`);
  await Promise.all(
    ids.map(async (id) => {
      await tables.apply([movieEvent({ id, version: 1, at })]);
      t.equal((await tables.versions('moviesById', [id])).get(id), 1);
    }),
  );
  t.equal((await rowsOf(tables, LIST)).length, ids.length);
});

t.test('an event that cannot be written fails alone, whatever it is committed with', async (t) => {
  const { tables } = await openStore(t);
  // Puts a movie into a list that it does not put by id.
  const broken = movieEvent({ id: 'broken', version: 1, at }).filter(
    ({ table }) => table !== 'moviesById',
  );
  const results = await Promise.allSettled([
    tables.apply([movieEvent({ id: 'before', version: 1, at })]),
    tables.apply([broken]),
    tables.apply([movieEvent({ id: 'after', version: 1, at })]),
  ]);
  t.same(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  t.same(await rowsOf(tables, LIST), ['k after', 'k before']);
});

t.test('what was applied can be synced, and it is said when it cannot', async (t) => {
  const { directory, tables } = await openStore(t);
  await tables.apply([movieEvent({ id: 'm', version: 1, at })]);
  await t.resolves(tables.persist());
  rmSync(join(directory, 'view.db-wal'));
  await t.rejects(tables.persist(), ViewStoreUnavailable);
});
