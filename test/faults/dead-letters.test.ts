/** What becomes of changes that cannot be projected, on real stores: each way to fail is really taken. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeEvent, SplitPoints } from '@marquee/contracts';
import { Database } from '@marquee/sqlite';
import { idOf, skipWithout, startRedis } from '@marquee/testing';
import type { WriteTransaction } from '@marquee/write-store';
import t from 'tap';
import { countsOf, createMovies, openPipeline, type Pipeline } from './open-pipeline.js';

skipWithout(t, 'Redis');
const redis = await startRedis();
t.teardown(() => redis.stop());

const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) await sleep(20);
};
const buried = ({ letters }: Pipeline) => letters.list({ limit: 100 });
const title = async ({ tables }: Pipeline, n: number) => {
  const [movie] = await tables.moviesById([idOf(n)], 'summary');
  return movie === null || movie === undefined ? null : JSON.parse(movie.json).title;
};
const publish = (pipeline: Pipeline, publishedAt: number, ...events: readonly unknown[]) =>
  pipeline.queue.publish('g1', [{ publishedAt, events: events as ChangeEvent[] }]);

function change(n: number, content: { readonly title?: string; readonly genres?: string[] }) {
  return async (tx: WriteTransaction) => {
    const [before] = await tx.lockMovies({ ids: [idOf(n)] });
    if (before === undefined) throw new Error('there is no such movie');
    const after = { ...before, content: { ...before.content, ...content } };
    return await tx.saveMovies([{ before, after }]);
  };
}

/** Works on the file of the view as a stranger would. */
function inView<T>({ viewFile }: Pipeline, work: (db: InstanceType<typeof Database>) => T): T {
  const db = new Database(viewFile);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

for (const [queue, url] of Object.entries({ 'in process': 'memory:', 'on Redis': redis.url })) {
  t.test(`${queue}: a movie that throws in the projection holds up none but itself`, async (t) => {
    // Damaged split points: whatever stands in this list cannot be placed.
    const splits: SplitPoints = { 'genre:Cursed/title': JSON.parse('[null]') };
    const pipeline = await openPipeline(t, url, { splits });
    await pipeline.projector.start();
    pipeline.relay.start();
    await pipeline.write(createMovies(1, 30));
    await pipeline.settled();
    await pipeline.write(change(7, { title: 'Poison', genres: ['Cursed'] }));
    await pipeline.arrival(await pipeline.write(createMovies(101, 30)));
    await until(async () => (await buried(pipeline)).total > 0);
    const { items } = await buried(pipeline);
    t.match(items, [{ subjects: [`movie:${idOf(7)}`], reason: /sortKey/ }]);
    t.match(await countsOf(pipeline.tables), { total: 60 });
    t.equal(await title(pipeline, 7), 'Movie 7', 'as it was');

    await pipeline.projector.close();
    inView(pipeline, (db) => db.exec("UPDATE generations SET splits = '{}'"));
    await pipeline.projector.start();
    t.match(await pipeline.letters.retry({ all: true }), { unreadable: [] });
    await until(async () => (await title(pipeline, 7)) === 'Poison');
    await pipeline.settled();
    t.equal((await buried(pipeline)).total, 0);
    await redis.empty();
  });

  t.test(`${queue}: what cannot be parsed, or is too old, becomes a letter at once`, async (t) => {
    const pipeline = await openPipeline(t, url);
    await pipeline.projector.start();
    await pipeline.write(createMovies(1, 1));
    const { events } = await pipeline.outbox.current({ movies: [idOf(1)] });
    const stale = events.map((event) =>
      event.kind === 'movie' && event.movie !== null
        ? { ...event, movie: { ...event.movie, title: 'Stale' } }
        : event,
    );
    await publish(pipeline, Date.now() - 13 * 3_600_000, ...stale);
    await publish(pipeline, Date.now(), { kind: 'rumour' });
    await publish(pipeline, Date.now(), { kind: 'movie', id: idOf(1), version: 'first' });
    await until(async () => (await buried(pipeline)).total === 3);
    const reasons = (await buried(pipeline)).items.map(({ reason }) => reason).sort();
    t.match(reasons, [/^movie\/?version|^movie/, /13 hours ago: too old/, /rumour/]);
    t.equal(await title(pipeline, 1), null);

    t.match(await pipeline.letters.retry({ all: true }), { done: 2, unreadable: { length: 1 } });
    await until(async () => (await title(pipeline, 1)) !== null);
    t.equal(await title(pipeline, 1), 'Movie 1', 'the current state, not the old event');
    t.match(await pipeline.letters.discard({ all: true }), { done: 1 });
    t.equal((await buried(pipeline)).total, 0);
    await redis.empty();
  });

  t.test(`${queue}: a row that the view refuses is tried again, then a letter`, async (t) => {
    let failures = 0;
    const pipeline = await openPipeline(t, url, { onFailed: () => failures++ });
    await pipeline.projector.start();
    await pipeline.write(createMovies(1, 3));
    inView(pipeline, (db) =>
      db.exec(`CREATE TRIGGER refuse BEFORE INSERT ON movies_by_id_g1 WHEN new.id = '${idOf(2)}'
        BEGIN SELECT RAISE(ABORT, 'not this one'); END`),
    );
    const { events } = await pipeline.outbox.current({ movies: [1, 2, 3].map(idOf) });
    await publish(pipeline, Date.now(), ...events);
    await until(async () => (await buried(pipeline)).total === 1);
    const { items } = await buried(pipeline);
    t.match(items, [{ subjects: [`movie:${idOf(2)}`], reason: /not this one/ }]);
    t.ok(failures > 1, `tried ${failures} times`);
    t.same(await Promise.all([1, 2, 3].map((n) => title(pipeline, n))), [
      'Movie 1',
      null,
      'Movie 3',
    ]);
    inView(pipeline, (db) => db.exec('DROP TRIGGER refuse'));
    t.match(await pipeline.letters.retry({ ids: items.map(({ id }) => id) }), { done: 1 });
    await until(async () => (await title(pipeline, 2)) === 'Movie 2');
    t.equal((await buried(pipeline)).total, 0);
    await redis.empty();
  });

  t.test(
    `${queue}: while the view is away everything waits, and nothing is a letter`,
    async (t) => {
      let failures = 0;
      const pipeline = await openPipeline(t, url, { onFailed: () => failures++ });
      await pipeline.projector.start();
      pipeline.relay.start();
      await pipeline.arrival(await pipeline.write(createMovies(1, 1)));
      inView(pipeline, (db) => db.exec('ALTER TABLE movies_by_id_g1 RENAME TO away'));
      const write = await pipeline.write(createMovies(2, 20));
      await until(async () => failures > 3);
      inView(pipeline, (db) => db.exec('ALTER TABLE away RENAME TO movies_by_id_g1'));
      await pipeline.arrival(write);
      t.match(await countsOf(pipeline.tables), { listed: 21 });
      t.equal((await buried(pipeline)).total, 0);
      await pipeline.settled();
      await redis.empty();
    },
  );

  t.test(`${queue}: while it is paused changes wait, the lag grows, nothing is lost`, async (t) => {
    const pipeline = await openPipeline(t, url);
    await pipeline.projector.start();
    pipeline.relay.start();
    await pipeline.arrival(await pipeline.write(createMovies(1, 1)));
    await pipeline.queue.pause('g1');
    const beat = (await pipeline.tables.heartbeat())?.at ?? 0;
    const write = await pipeline.write(createMovies(2, 700));
    await sleep(1_500); // longer than the heart beats
    t.equal((await countsOf(pipeline.tables)).listed, 1);
    t.ok(((await pipeline.tables.heartbeat())?.at ?? 0) <= beat + 1_000, 'and readers can tell');
    await pipeline.queue.resume('g1');
    await pipeline.arrival(write);
    await pipeline.settled();
    t.same(await countsOf(pipeline.tables), { listed: 701, total: 701 });
    t.equal((await buried(pipeline)).total, 0);
    await redis.empty();
  });
}
