/** The feed of changes through failures of what lies before it: nothing is ever missing in it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeFeed } from '@marquee/change-feed';
import { openAnnouncements, QueueUnavailable } from '@marquee/change-queue';
import type { FeedPlace } from '@marquee/contracts';
import { currentProjection } from '@marquee/projection';
import { createLogger } from '@marquee/service';
import { idOf, skipWithout, startMarquee, startRedis } from '@marquee/testing';
import t from 'tap';
import { createMovies, openPipeline, type Pipeline, USER } from './open-pipeline.js';

skipWithout(t, 'Redis');
const redis = await startRedis();
t.teardown(() => redis.stop());

interface Tap {
  teardown(work: () => Promise<void>): void;
}

/** Follows from the beginning, and keeps a copy of all movies. */
async function follow(t: Tap, { tables, settings }: Pipeline) {
  const logger = createLogger('test', 'silent');
  const announcements = openAnnouncements(settings.QUEUE_URL, { logger });
  const feed = createChangeFeed({ tables: () => tables, announcements });
  const ending = new AbortController();
  const copy = new Map<string, string>();
  let place: FeedPlace = { beganAt: (await tables.feedState())?.beganAt ?? 0, position: 0 };
  const tail = feed.tail(place, {
    signal: ending.signal,
    onChanges(changes, at) {
      for (const { kind, id, json } of changes) {
        if (kind !== 'movie') continue;
        if (json === null) copy.delete(id);
        else copy.set(id, json);
      }
      place = at;
    },
  });
  t.teardown(async () => {
    ending.abort();
    await tail;
    await feed.close();
  });
  return {
    copy: copy as ReadonlyMap<string, string>,
    /** Resolves when it has come to where all positions that were given by now are behind it. */
    async caughtUp({ outbox }: Pipeline): Promise<void> {
      const { last } = await outbox.positions(0);
      while (place.position < last) await sleep(20);
    },
  };
}

/** Ids of movies of which the copy has something else than the view. */
async function differing({ tables }: Pipeline, copy: ReadonlyMap<string, string>, count: number) {
  const all = ids(count);
  const found: string[] = [];
  for (let at = 0; at < count; at += 100) {
    const asked = all.slice(at, at + 100);
    const movies = await tables.moviesById(asked, 'full');
    found.push(...asked.filter((id, n) => copy.get(id) !== movies[n]?.json));
  }
  return found;
}

/** A Redis that is slow for once is asked again. */
async function waitingJobs({ queue }: Pipeline): Promise<number> {
  try {
    return (await queue.counts('g1')).waiting;
  } catch (error) {
    if (error instanceof QueueUnavailable) return 0;
    throw error;
  }
}

const ids = (count: number) => Array.from({ length: count }, (_, n) => idOf(n + 1));

t.test('a follower ends with what the view has, and the settled position with it', async (t) => {
  const pipeline = await openPipeline(t, 'memory:');
  const { copy, caughtUp } = await follow(t, pipeline);
  await pipeline.projector.start();
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 300));
  await pipeline.write((tx) => tx.saveRating({ movieId: idOf(1), userId: USER, halfStars: 9 }));
  await pipeline.write(async (tx) => {
    const movies = await tx.lockMovies({ ids: [idOf(2)] });
    return await tx.saveMovies(movies.map((before) => ({ before, after: null })));
  });
  await pipeline.settled();
  await caughtUp(pipeline);
  t.same(await differing(pipeline, copy, 300), []);
  t.equal(copy.size, 299);
  const { last, settled } = await pipeline.outbox.positions(0);
  t.equal(settled, last);
  while ((await pipeline.tables.feedState())?.settled !== last) await sleep(20);
});

t.test('what Redis loses does not stay a gap', async (t) => {
  await redis.empty();
  const pipeline = await openPipeline(t, redis.url);
  const { copy, caughtUp } = await follow(t, pipeline);
  pipeline.relay.start();
  for (let n = 0; n < 4; n += 1) {
    await pipeline.write(createMovies(1 + n * 100, 100));
    while ((await waitingJobs(pipeline)) < 5) await sleep(20);
    if (n % 2 === 0) await redis.empty();
  }
  await pipeline.projector.start();
  await pipeline.settled();
  await caughtUp(pipeline);
  t.same(await differing(pipeline, copy, 400), []);
});

t.test('a projector killed in the middle of its jobs leaves no gap', async (t) => {
  await redis.empty();
  const pipeline = await openPipeline(t, redis.url);
  const { copy, caughtUp } = await follow(t, pipeline);
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 1_000));
  const doomed = await startMarquee('projector', pipeline.settings);
  while (copy.size === 0) await sleep(5);
  await doomed.kill();
  await pipeline.projector.start();
  await pipeline.settled();
  await caughtUp(pipeline);
  t.same(await differing(pipeline, copy, 1_000), []);
});

t.test('a dead letter holds the feed up until it is mended', async (t) => {
  let isBroken = true;
  const pipeline = await openPipeline(t, 'memory:');
  const { copy, caughtUp } = await follow(t, pipeline);
  await pipeline.projector.start({
    ...currentProjection,
    project(event, splits) {
      if (isBroken && event.kind === 'movie' && event.id === idOf(3)) throw new Error('broken');
      return currentProjection.project(event, splits);
    },
  });
  pipeline.relay.start();
  await pipeline.write(createMovies(1, 5));
  while ((await pipeline.tables.versions('moviesById', ids(5))).size < 4) await sleep(20);
  await sleep(300);
  t.notOk(copy.has(idOf(4)), 'what comes after it waits');
  isBroken = false;
  await pipeline.settled();
  await caughtUp(pipeline);
  t.same([...copy.keys()].sort(), ids(5));
});
