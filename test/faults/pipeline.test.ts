/** A write's whole way into the view, through failures of what lies between. */
import { setTimeout as sleep } from 'node:timers/promises';
import { idOf, skipWithout, startMarquee, startRedis } from '@marquee/testing';
import t from 'tap';
import { countsOf, createMovies, openPipeline, USER } from './open-pipeline.js';

skipWithout(t, 'Redis');
const redis = await startRedis();
t.teardown(() => redis.stop());

for (const [queue, url] of Object.entries({ 'in process': 'memory:', 'on Redis': redis.url })) {
  t.test(`${queue}: a write reaches the view with its lists, totals and names`, async (t) => {
    const pipeline = await openPipeline(t, url);
    await pipeline.projector.start();
    pipeline.relay.start();
    await pipeline.arrival(await pipeline.write(createMovies(1, 30)));
    t.same(await countsOf(pipeline.tables), { listed: 30, total: 30 });
    t.match(await pipeline.tables.names('genres'), [{ movies: 30 }, { movies: 30 }]);
    const actors = await pipeline.tables.listSlice('actorLists', {
      ...{ list: 'all', order: 'ascending', walk: 'next', after: null, limit: 10 },
    });
    t.equal(actors.length, 2);
    await pipeline.settled();
    t.same(await pipeline.outbox.unconfirmed(10), []);
    await redis.empty();
  });

  t.test(`${queue}: ratings and a deletion reach the view`, async (t) => {
    const pipeline = await openPipeline(t, url);
    await pipeline.projector.start();
    pipeline.relay.start();
    await pipeline.arrival(await pipeline.write(createMovies(1, 2)));
    const rate = (movieId: string) =>
      pipeline.write((tx) => tx.saveRating({ movieId, userId: USER, halfStars: 9 }));
    await pipeline.arrival(await rate(idOf(1)));
    const [rated] = await pipeline.tables.moviesById([idOf(1)], 'summary');
    t.match(JSON.parse(rated?.json ?? ''), { rating: { average: 4.5, count: 1 } });

    const deletion = await pipeline.write(async (tx) => {
      const movies = await tx.lockMovies({ ids: [idOf(1)] });
      return await tx.saveMovies(movies.map((before) => ({ before, after: null })));
    });
    await pipeline.arrival(deletion);
    t.same(await pipeline.tables.moviesById([idOf(1)], 'summary'), [null]);
    t.same(await countsOf(pipeline.tables), { listed: 1, total: 1 });
    await pipeline.settled();
    await redis.empty();
  });

  t.test(`${queue}: a relay that may wait does, until it is to catch up`, async (t) => {
    const pipeline = await openPipeline(t, url);
    await pipeline.projector.start();
    const mayWait = () => true;
    pipeline.relay.start({ foldsMayWait: mayWait, changesMayWait: mayWait });
    const creation = await pipeline.write(createMovies(1, 2));
    const rating = await pipeline.write((tx) =>
      tx.saveRating({ movieId: idOf(1), userId: USER, halfStars: 9 }),
    );
    await sleep(1_200); // longer than any pause of its loops
    t.same(await countsOf(pipeline.tables), { listed: 0, total: undefined });
    await pipeline.relay.catchUp();
    await pipeline.arrival(creation);
    await pipeline.arrival(rating);
    t.same(await countsOf(pipeline.tables), { listed: 2, total: 2 });
    await redis.empty();
  });

  t.test(`${queue}: writes go on while nobody projects, and arrive later`, async (t) => {
    const pipeline = await openPipeline(t, url);
    pipeline.relay.start();
    const writes = [
      await pipeline.write(createMovies(1, 700)),
      await pipeline.write(createMovies(1_001, 700)),
    ];
    t.same(await countsOf(pipeline.tables), { listed: 0, total: undefined });
    await pipeline.projector.start();
    for (const write of writes) await pipeline.arrival(write);
    t.same(await countsOf(pipeline.tables), { listed: 1_400, total: 1_400 });
    await pipeline.settled();
    await redis.empty();
  });
}

t.test('in process: closing the relay publishes what still waits', async (t) => {
  const pipeline = await openPipeline(t, 'memory:');
  await pipeline.projector.start();
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 50));
  await pipeline.relay.close();
  t.same(await countsOf(pipeline.tables), { listed: 50, total: 50 });
  t.equal(await pipeline.outbox.oldestUnconfirmedAt(), null);
});

t.test('writes go on while Redis is away, and arrive when it is back', async (t) => {
  const pipeline = await openPipeline(t, redis.url);
  await pipeline.projector.start();
  pipeline.relay.start();
  await redis.kill();
  const write = await pipeline.write(createMovies(1, 100));
  await redis.restart();
  await pipeline.arrival(write);
  t.same(await countsOf(pipeline.tables), { listed: 100, total: 100 });
  await pipeline.settled();
  await redis.empty();
});

t.test('what Redis loses is published again', async (t) => {
  const pipeline = await openPipeline(t, redis.url);
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 100));
  while ((await pipeline.queue.counts('g1')).waiting < 5) await sleep(20);
  await redis.empty();
  await pipeline.projector.start();
  await pipeline.settled();
  t.same(await countsOf(pipeline.tables), { listed: 100, total: 100 });
  await redis.empty();
});

t.test('a projector killed in the middle of its jobs leaves nothing undone', async (t) => {
  const pipeline = await openPipeline(t, redis.url);
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 1_000));
  const doomed = await startMarquee('projector', pipeline.settings);
  while ((await countsOf(pipeline.tables)).listed === 0) await sleep(5);
  await doomed.kill();
  await pipeline.projector.start();
  await pipeline.settled();
  t.same(await countsOf(pipeline.tables), { listed: 1_000, total: 1_000 });
});
