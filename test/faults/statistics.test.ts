/** How long it takes until changes are in the view, measured on their way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeFeed } from '@marquee/change-feed';
import { openAnnouncements } from '@marquee/change-queue';
import { measureVisible } from '@marquee/command';
import { createLogger } from '@marquee/service';
import { idOf } from '@marquee/testing';
import t, { type Test } from 'tap';
import { createMovies, openPipeline, type Pipeline } from './open-pipeline.js';

const logger = createLogger('test', 'silent');
const provider = idOf(0xf0);

function measuring(t: Test, { tables, writeStore }: Pipeline) {
  const announcements = openAnnouncements('memory:', { logger });
  const feed = createChangeFeed({ tables: () => tables, announcements });
  const measuring = measureVisible({ writeStore, feed, logger, now: Date.now, flushMs: 50 });
  const close = async () => {
    await measuring.close();
    await feed.close();
  };
  t.teardown(close);
  return { close };
}

/** Changes that were counted, and the longest bucket among them. */
async function counted({ writeStore }: Pipeline) {
  const found = await writeStore.statistics.days(provider, Date.now());
  const buckets = found.map(({ what }) => Number(what.replace('visible-', '')));
  const changes = found.reduce((sum, { amount }) => sum + amount, 0);
  return { changes, longest: Math.max(0, ...buckets) };
}

async function untilCounted(pipeline: Pipeline, changes: number) {
  while ((await counted(pipeline)).changes < changes) await sleep(20);
  return await counted(pipeline);
}

t.test('each change of a movie is counted once, by the time it took', async (t) => {
  const pipeline = await openPipeline(t, 'memory:');
  await pipeline.projector.start();
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 5));
  await pipeline.settled();
  const first = measuring(t, pipeline);
  measuring(t, pipeline);
  while ((await pipeline.writeStore.tasks.read('measure-visible')) === undefined) await sleep(20);
  await sleep(500);
  await pipeline.write(createMovies(6, 10));
  const quick = await untilCounted(pipeline, 10);
  t.equal(quick.changes, 10, 'not those of before, and none twice by two processes');
  t.ok(quick.longest < 52, 'in less than eight seconds');
  await pipeline.projector.close();
  await pipeline.write(createMovies(16, 10));
  await sleep(2_100);
  await pipeline.projector.start();
  const slow = await untilCounted(pipeline, 20);
  t.ok(slow.longest >= 44, 'two seconds and more');
  await first.close();
  t.equal((await counted(pipeline)).changes, 20);
});
