/** The relay heals the view by itself, while it works: rows damaged by hand, and changes that an emptied queue lost. */
import { setTimeout as sleep } from 'node:timers/promises';
import { missing, startRedis } from '@marquee/testing';
import t from 'tap';
import { sqliteDamage, sqliteDamages } from './damage.js';
import { differences } from './heal.js';
import { countsOf, createMovies, openPipeline } from './open-pipeline.js';

t.test('whatever is done to the rows by hand heals by itself', async (t) => {
  const pipeline = await openPipeline(t, 'memory:');
  await pipeline.projector.start();
  pipeline.relay.start({ reconcileRowsPerSecond: 5_000 });
  await pipeline.arrival(await pipeline.write(createMovies(1, 12)));
  await pipeline.addKey();
  await pipeline.addComments();
  await pipeline.addSessions();
  await pipeline.addRatings();
  const { damage, close } = sqliteDamage(pipeline.viewFile);
  t.teardown(async () => close());
  for (const kind of sqliteDamages.keys()) await damage(kind, kind * 5);
  t.not((await differences(pipeline)).length, 0);
  while ((await differences(pipeline)).length > 0) await sleep(500);
  t.same(await countsOf(pipeline.tables), { listed: 12, total: 12 });
});

t.test('one relay of several compares, and another takes over', async (t) => {
  const pipeline = await openPipeline(t, 'memory:');
  await pipeline.projector.start();
  await pipeline.writeStore.tasks.take('reconcile', {
    ...{ holder: 'another', now: Date.now(), until: Date.now() + 2_000 },
  });
  pipeline.relay.start({ reconcileRowsPerSecond: 5_000 });
  await pipeline.arrival(await pipeline.write(createMovies(1, 3)));
  const { damage, close } = sqliteDamage(pipeline.viewFile);
  t.teardown(async () => close());
  await damage(0, 1);
  t.equal((await differences(pipeline)).length, 1);
  while ((await differences(pipeline)).length > 0) await sleep(500);
  t.pass('when the other holds it no longer');
});

t.test('an emptied queue loses nothing', { skip: missing('Redis') }, async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const pipeline = await openPipeline(t, redis.url);
  await pipeline.projector.start();
  pipeline.relay.start({ reconcileRowsPerSecond: 5_000 });
  for (let round = 0; round < 10; round++) {
    await pipeline.write(createMovies(1 + round * 100, 50));
    if (round % 3 === 0) await redis.empty();
  }
  await pipeline.settled();
  t.same(await countsOf(pipeline.tables), { listed: 500, total: 500 });
  t.same(await differences(pipeline), []);
});
