import type { Test } from 'tap';
import { ViewStoreNotReady } from '../../src/index.js';
import { type Adapter, NOW_MS } from './adapters.js';
import { movieEvent, place, rowsOf } from './events.js';

/** Making, switching and dropping sets of tables. */
export async function generationsContract(t: Test, adapter: Adapter): Promise<void> {
  const { store } = adapter;
  const splits = { 'all/title': [{ sortKey: 'm', id: 'x' }] };
  const g1 = { name: 'g1', projectionVersion: 3, splits };
  const g2 = { name: 'g2', projectionVersion: 4, splits: {} };
  const found = async () =>
    (await store.generations())
      .filter(({ name }) => name === 'g1' || name === 'g2')
      .toSorted((a, b) => (a.name < b.name ? -1 : 1));

  await t.test('migrations may run twice, and at once', async () => {
    await Promise.all([store.migrate(), store.migrate()]);
    await store.ping();
  });

  await t.test('a generation once made stays as it is', async (t) => {
    t.same(await found(), []);
    await Promise.all([store.createGeneration(g1, NOW_MS), store.createGeneration(g1, NOW_MS)]);
    await store.createGeneration({ ...g1, projectionVersion: 9, splits: {} }, NOW_MS);
    t.same(await found(), [{ ...g1, live: false }]);
  });

  await t.test('one generation is live at a time', async (t) => {
    await store.createGeneration(g2, NOW_MS);
    await store.switchTo('g1');
    await store.switchTo('g2');
    t.same(await found(), [
      { ...g1, live: false },
      { ...g2, live: true },
    ]);
    await store.switchTo('g1');
    t.same(
      (await found()).map(({ live }) => live),
      [true, false],
    );
    await t.rejects(store.switchTo('g9'), { message: 'there is no generation g9' });
    t.same((await found())[0]?.live, true);
  });

  await t.test('generations do not see each other, other openings see all', async (t) => {
    const spot = place('all/title', 'k');
    await store.open(g1).apply([movieEvent({ id: 'm', version: 1, at: [spot] })]);
    t.same(await rowsOf(store.open(g2), 'all/title'), []);
    const other = adapter.reopen();
    t.same(await rowsOf(other.open(g1, { fresh: true }), 'all/title'), ['k m']);
    await other.close();
  });

  await t.test('the live generation is not dropped, another is', async (t) => {
    await t.rejects(store.dropGeneration('g1'), { message: 'generation g1 is the live one' });
    await store.dropGeneration('g2');
    t.same(
      (await found()).map(({ name }) => name),
      ['g1'],
    );
    await t.rejects(store.open(g2).versions('moviesById', ['m']), ViewStoreNotReady);
    await t.rejects(store.open(g2).apply([movieEvent({ id: 'm', version: 1, at: null })]), {
      name: 'ViewStoreNotReady',
    });
  });

  await t.test('a name that cannot be part of a table name is refused', async (t) => {
    for (const name of ['', 'G1', 'g_1', 'g1; DROP', '1g', 'g'.repeat(17)]) {
      await t.rejects(store.createGeneration({ ...g1, name }, NOW_MS), RangeError);
    }
  });
}
