/** Cassandra away and back: what callers see, and that what was confirmed is still there. */
import { missing, startCassandra } from '@marquee/testing';
import t from 'tap';
import { openViewStore, ViewStoreNotReady, ViewStoreUnavailable } from '../src/index.js';
import { movieEvent, place, rowsOf } from './contract/events.js';

const generation = { name: 'g1', projectionVersion: 1, splits: {} };
const LIST = 'all/title';
const event = (id: string) => movieEvent({ id, version: 1, at: [place(LIST, id)] });

const skip = missing('Cassandra');
t.test('a node that is killed or frozen is unavailable, and loses nothing', { skip }, async (t) => {
  const cassandra = await startCassandra({ own: true, durable: true });
  const warnings: string[] = [];
  const logger = { warn: (_: object, message: string) => void warnings.push(message) };
  const store = openViewStore(cassandra.url('outage'), { logger });
  t.teardown(async () => {
    await store.close();
    await cassandra.stop();
    // After an outage the driver (4.10) forgets an interval when it is shut down, which would keep this process alive.
    setTimeout(() => process.exit(), 3_000).unref();
  });
  const tables = store.open(generation);

  await t.rejects(store.generations(), ViewStoreNotReady);
  await store.migrate();
  await t.rejects(tables.heartbeat(), ViewStoreNotReady);
  await store.createGeneration(generation, 0);
  await tables.apply([event('a'), event('b')]);

  await t.test('killed and started again', async (t) => {
    await cassandra.kill();
    await t.rejects(tables.apply([event('c')]), ViewStoreUnavailable);
    await t.rejects(rowsOf(tables, LIST), ViewStoreUnavailable);
    await t.rejects(store.ping(), ViewStoreUnavailable);
    await cassandra.restart();
    await answers(() => tables.apply([event('c')]));
    t.same(await rowsOf(tables, LIST), ['a a', 'b b', 'c c']);
  });

  await t.test('frozen and thawed', async (t) => {
    cassandra.pause();
    await t.rejects(rowsOf(tables, LIST), ViewStoreUnavailable);
    await t.rejects(tables.apply([event('d')]), ViewStoreUnavailable);
    cassandra.resume();
    await answers(() => tables.apply([event('d')]));
    t.same(await rowsOf(tables, LIST), ['a a', 'b b', 'c c', 'd d']);
  });
  t.ok(new Set(warnings).size === warnings.length, 'no warning is repeated');
});

/** Tries until it works: the driver finds out by itself that the node is back. */
async function answers(work: () => Promise<void>): Promise<void> {
  for (let triesLeft = 60; ; triesLeft -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ViewStoreUnavailable) || triesLeft === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
