/** A new generation of the view beside the live one: filled, compared and switched to, while writes go on. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bucketOf, currentProjection, type Projection } from '@marquee/projection';
import {
  abandonRebuild,
  compare,
  pruneGenerations,
  type RebuildDeps,
  type RebuildProgress,
  rebuild,
  rollback,
} from '@marquee/reconcile';
import { Database } from '@marquee/sqlite';
import { missing, startCassandra, startRedis } from '@marquee/testing';
import { ViewStoreUnavailable, type ViewTables } from '@marquee/view-store';
import t from 'tap';
import { countsOf, createMovies, openPipeline, type Pipeline } from './open-pipeline.js';

type Tap = import('tap').Test;

const limits = {
  ...{ bucketRows: 10, lookMs: 400, marginMs: 200, keptUpMs: 3_000 },
  ...{ graceMs: 50, leaseWaitMs: 500, patienceMs: 60_000 },
};
const depsOf = ({ writeStore, viewStore, queue }: Pipeline, more: Partial<RebuildDeps> = {}) => ({
  ...{ writeStore, viewStore, queue, now: Date.now, limits },
  ...more,
});

async function started(t: Tap, queueUrl: string, options: { readonly viewUrl?: string } = {}) {
  const pipeline = await openPipeline(t, queueUrl, options);
  await pipeline.projector.start();
  pipeline.relay.start();
  return pipeline;
}

async function tablesOf({ viewStore }: Pipeline, name: string): Promise<ViewTables> {
  const found = (await viewStore.generations()).find((generation) => generation.name === name);
  if (found === undefined) throw new Error(`there is no generation ${name}`);
  return viewStore.open(found, { fresh: true });
}

async function liveOf({ viewStore }: Pipeline): Promise<string | undefined> {
  return (await viewStore.generations()).find(({ live }) => live)?.name;
}

async function differing(
  { writeStore }: Pipeline,
  tables: ViewTables,
  projection: Projection = currentProjection,
): Promise<number> {
  let found = 0;
  for await (const slice of compare({ writeStore, tables, projection, now: Date.now })) {
    found += slice.differences.length + slice.behind.length;
  }
  return found;
}

/** Fails, as a process that dies there would, when the phase begins. */
const cutOffAt = (phase: RebuildProgress['phase']) => (progress: RebuildProgress) => {
  if (progress.phase === phase) throw new Error(`cut off at ${phase}`);
};

async function rebuildsWhileWriting(t: Tap, pipeline: Pipeline) {
  const before = await pipeline.write(createMovies(1, 60));
  await pipeline.arrival(before);
  await pipeline.addKey();
  await pipeline.settled();

  let isWriting = true;
  let next = 100;
  const writing = (async () => {
    for (; isWriting; next += 2) {
      await pipeline.write(createMovies(next, 2));
      await sleep(50);
    }
  })();
  t.same(await rebuild(depsOf(pipeline)), { generation: 'g2', previous: 'g1' });
  isWriting = false;
  await writing;
  t.equal(await liveOf(pipeline), 'g2');
  const tables = await tablesOf(pipeline, 'g2');
  t.equal(
    await tables.appliedSubjects(before.write, before.subjects),
    before.subjects,
    'a token from before the rebuild is answered',
  );
  await pipeline.settled();
  const all = 60 + next - 100;
  t.same(await countsOf(tables), { listed: all, total: all });
  t.equal(await differing(pipeline, tables), 0, 'the new one is right');
  t.equal(await differing(pipeline, pipeline.tables), 0, 'and the old one is written still');
  return tables;
}

t.test('a rebuild while writes go on loses nothing, and cuts long lists', async (t) => {
  const pipeline = await started(t, 'memory:');
  const { generation } = await rebuildsWhileWriting(t, pipeline);
  const points = generation.splits['all/title'] ?? [];
  t.ok(points.length >= 5, `${points.length + 1} buckets of the longest list`);
  const rows = await pipeline.tables.movieSlice({
    ...{ list: 'all/title', order: 'ascending', walk: 'next', after: null },
    ...{ limit: 1_000, columns: 'keys' },
  });
  const sizes = new Map<number, number>();
  for (const row of rows) {
    const bucket = bucketOf(generation.splits, 'all/title', row);
    sizes.set(bucket, (sizes.get(bucket) ?? 0) + 1);
  }
  t.equal(sizes.size, points.length + 1);
  t.ok(Math.min(...sizes.values()) >= limits.bucketRows / 2, 'none of them is tiny');

  t.same(await pruneGenerations(depsOf(pipeline)), ['g1']);
  t.same(
    (await pipeline.writeStore.generations()).map(({ name }) => name),
    ['g2'],
  );
  t.same(tablesNamed(pipeline, 'g1'), [], 'nothing is left of the old one');
});

function tablesNamed({ viewFile }: Pipeline, name: string): string[] {
  const db = new Database(viewFile, { readonly: true });
  const found = db.prepare<[], [string]>('SELECT name FROM sqlite_schema').raw().all();
  db.close();
  return found.map(([table]) => table).filter((table) => table.endsWith(`_${name}`));
}

t.test('on BullMQ and Cassandra', { skip: missing('Redis') || missing('Cassandra') }, async (t) => {
  const [redis, cassandra] = await Promise.all([startRedis(), startCassandra()]);
  t.teardown(async () => {
    await redis.stop();
    await cassandra.stop();
  });
  const keyspace = `rebuild_${process.pid}_${Date.now().toString(36)}`;
  const pipeline = await started(t, redis.url, { viewUrl: cassandra.url(keyspace) });
  await rebuildsWhileWriting(t, pipeline);
  t.same(await pruneGenerations(depsOf(pipeline)), ['g1']);
  t.same(await pipeline.queue.counts('g1'), {
    ...{ paused: false, waiting: 0, active: 0, delayed: 0, dead: 0 },
  });
  t.same(
    (await pipeline.viewStore.generations()).map(({ name }) => name),
    ['g2'],
  );
});

t.test('cut off in any phase, it goes on from there', async (t) => {
  const pipeline = await started(t, 'memory:');
  await pipeline.arrival(await pipeline.write(createMovies(1, 20)));
  const phases = ['making', 'waiting', 'filling', 'covering', 'comparing', 'switched'] as const;
  for (const [index, phase] of phases.entries()) {
    const name = `g${index + 2}`;
    const dying = rebuild(depsOf(pipeline, { onProgress: cutOffAt(phase) }));
    await t.rejects(dying, { message: `cut off at ${phase}` });
    if (phase === 'switched') break; // all of it is done by then
    t.match(await rebuild(depsOf(pipeline)), { generation: name });
    t.equal(await differing(pipeline, await tablesOf(pipeline, name)), 0, phase);
  }
  t.equal(await liveOf(pipeline), 'g7');
});

t.test('a rebuild that is given up leaves nothing behind', async (t) => {
  const pipeline = await started(t, 'memory:');
  await pipeline.arrival(await pipeline.write(createMovies(1, 20)));
  const deps = depsOf(pipeline);
  await t.rejects(abandonRebuild(deps), { name: 'RebuildRefused' });
  await t.rejects(rebuild({ ...deps, onProgress: cutOffAt('comparing') }));
  await t.rejects(pruneGenerations(deps), { name: 'RebuildRefused' }, 'it is under way');
  await t.rejects(rollback(deps), { name: 'RebuildRefused' });
  t.equal(await abandonRebuild(deps), 'g2');
  t.same(tablesNamed(pipeline, 'g2'), []);
  t.same(
    (await pipeline.writeStore.generations()).map(({ name }) => name),
    ['g1'],
  );
  t.same(
    (await pipeline.viewStore.generations()).map(({ name }) => name),
    ['g1'],
  );
  await pipeline.arrival(await pipeline.write(createMovies(100, 1)));
  t.match(await rebuild(deps), { generation: 'g3' }, 'no name comes again');
});

t.test('a rollback loses nothing that was written since', async (t) => {
  const pipeline = await started(t, 'memory:');
  await pipeline.arrival(await pipeline.write(createMovies(1, 20)));
  const deps = depsOf(pipeline);
  await rebuild(deps);
  const after = await pipeline.write(createMovies(100, 5));
  t.same(await rollback(deps), { from: 'g2', to: 'g1' });
  await pipeline.arrival(after);
  t.same(await countsOf(pipeline.tables), { listed: 25, total: 25 });
  t.equal(await differing(pipeline, pipeline.tables), 0);

  await pipeline.projector.close();
  await t.rejects(rollback(deps), { name: 'RebuildRefused', message: /not kept up/ });
  t.same(await rollback(deps, { force: true }), { from: 'g1', to: 'g2' });
});

t.test('a changed projection is filled beside the old one', async (t) => {
  const pipeline = await started(t, 'memory:');
  await pipeline.arrival(await pipeline.write(createMovies(1, 20)));
  const changed: Projection = {
    version: currentProjection.version + 1,
    project: (event, splits) =>
      currentProjection
        .project(event, splits)
        .map((row) => ('summaryJson' in row ? { ...row, summaryJson: '{"changed":true}' } : row)),
  };
  await pipeline.projector.start(changed);
  await rebuild(depsOf(pipeline, { projection: changed }));
  await pipeline.arrival(await pipeline.write(createMovies(100, 5)));
  await pipeline.settled();
  const tables = await tablesOf(pipeline, 'g2');
  const [row] = await tables.movieSlice({
    ...{ list: 'all/title', order: 'ascending', walk: 'next', after: null },
    ...{ limit: 1, columns: 'summary' },
  });
  t.equal(row?.json, '{"changed":true}');
  t.equal(await differing(pipeline, tables, changed), 0);
  t.equal(await differing(pipeline, pipeline.tables), 0, 'each is written by its own');
  t.same(await rollback(depsOf(pipeline)), { from: 'g2', to: 'g1' });
});

t.test('a view that is away for a while only holds a rebuild up', async (t) => {
  const pipeline = await started(t, 'memory:');
  await pipeline.arrival(await pipeline.write(createMovies(1, 20)));
  const { viewStore } = pipeline;
  let outages = 3;
  const generations = async () => {
    if (outages === 0) return await viewStore.generations();
    outages -= 1;
    throw new ViewStoreUnavailable('away');
  };
  const deps = depsOf(pipeline, { viewStore: { ...viewStore, generations } });
  t.match(await rebuild(deps), { generation: 'g2' });
  t.equal(outages, 0);

  const gone = async () => {
    throw new ViewStoreUnavailable('away for good');
  };
  const hopeless = depsOf(pipeline, {
    viewStore: { ...viewStore, generations: gone },
    limits: { ...limits, patienceMs: 1 },
  });
  await t.rejects(rebuild(hopeless), { name: 'ViewStoreUnavailable' });
});
