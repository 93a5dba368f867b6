/** The clock of all processes is set back by a day: whatever was on its way arrives all the same, within seconds. */
import { setTimeout as sleep } from 'node:timers/promises';
import { idOf, missing, startCassandra } from '@marquee/testing';
import t from 'tap';
import { sqliteDamage } from './damage.js';
import { differences } from './heal.js';
import { countsOf, createMovies, openPipeline, USER } from './open-pipeline.js';

const DAY_MS = 86_400_000;

function clockToSet() {
  let behindMs = 0;
  return {
    now: () => Date.now() - behindMs,
    setBack() {
      behindMs += DAY_MS;
    },
  };
}

async function onSetBack(t: Tap, viewUrl?: string) {
  const { now, setBack } = clockToSet();
  const pipeline = await openPipeline(
    t,
    'memory:',
    viewUrl === undefined ? { now } : { now, viewUrl },
  );
  const claim = () => pipeline.outbox.claim({ limit: 100, leaseMs: 5_000, now: now() });
  const rate = (userId: string) =>
    pipeline.write((tx) => tx.saveRating({ movieId: idOf(1), userId, halfStars: 8 }));

  await pipeline.projector.start();
  pipeline.relay.start();
  await pipeline.arrival(await pipeline.write(createMovies(1, 3)));
  await pipeline.arrival(await rate(USER));
  await pipeline.settled();
  await pipeline.relay.close();
  const before = (await pipeline.tables.heartbeat())?.at ?? 0;
  t.ok(before > now() - DAY_MS / 2);

  // As relays leave them that die: one before, one after the publication, of which nothing arrived.
  const lost = await pipeline.write(createMovies(11, 2));
  await pipeline.outbox.markPublished(await claim(), now());
  const leased = await pipeline.write(createMovies(21, 2));
  t.not((await claim()).length, 0);

  setBack();
  const later = await pipeline.write(createMovies(31, 2));
  const rated = await rate(idOf(0xf2));
  pipeline.relay.start({ reconcileRowsPerSecond: 5_000 });
  for (const write of [lost, leased, later, rated]) await pipeline.arrival(write);
  await pipeline.settled();
  t.same(await countsOf(pipeline.tables), { listed: 9, total: 9 });
  const [movie] = await pipeline.tables.moviesById([idOf(1)], 'summary');
  t.match(JSON.parse(movie?.json ?? ''), { rating: { count: 2 } });
  await beats();
  t.same(await differences(pipeline), []);

  setBack(); // once more, under a relay that runs
  await pipeline.arrival(await pipeline.write(createMovies(41, 2)));
  await pipeline.arrival(await rate(idOf(0xf3)));
  await pipeline.settled();
  await beats();
  return pipeline;

  /** Resolves when heartbeats follow the clock, and go on. */
  async function beats() {
    const at = async () => (await pipeline.tables.heartbeat())?.at ?? 0;
    while ((await at()) > now()) await sleep(50);
    const seen = await at();
    while ((await at()) === seen) await sleep(50);
    t.ok((await at()) > seen);
  }
}

t.test('on SQLite; and what is damaged is healed as before', async (t) => {
  const pipeline = await onSetBack(t);
  const { damage, close } = sqliteDamage(pipeline.viewFile);
  t.teardown(async () => close());
  await damage(0, 1);
  t.equal((await differences(pipeline)).length, 1);
  while ((await differences(pipeline)).length > 0) await sleep(500);
});

t.test('on Cassandra', { skip: missing('Cassandra') }, async (t) => {
  const cassandra = await startCassandra();
  t.teardown(() => cassandra.stop());
  await onSetBack(t, cassandra.url(`clock_${process.pid}_${Date.now().toString(36)}`));
});

type Tap = Pick<typeof t, 'teardown' | 'ok' | 'not' | 'same' | 'match'>;
