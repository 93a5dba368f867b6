/** How long it takes until changes of a provider's movies are in the view: seen by whoever follows the feed, as readers would. */
import type { Change, ChangeFeed } from '@marquee/change-feed';
import { dayAt, type FeedPlace, Rejected } from '@marquee/contracts';
import { bucketOfMs } from '@marquee/domain';
import type { Logger } from '@marquee/service';
import type { CountedOfProvider, WriteStore } from '@marquee/write-store';
import { leaseOf } from '../relay/lease.js';
import { startLoop } from '../relay/loop.js';

export interface MeasureVisibleDeps {
  readonly writeStore: Pick<WriteStore, 'tasks' | 'statistics'>;
  readonly feed: Pick<ChangeFeed, 'newest' | 'next'>;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Between two additions to the store (10,000). */
  readonly flushMs?: number;
}

export const VISIBLE = 'visible-';

const TASK = 'measure-visible';
const LIMIT = 500;
const WAIT_MS = 1_000;
/** Of a process that finds another at work. */
const ASK_AGAIN_MS = 10_000;
/** Counts in memory: more are added to the store at once. */
const MAX_COUNTED = 10_000;

/** Begins where now is: what was changed while nobody measured is not counted. */
export function measureVisible(deps: MeasureVisibleDeps): { close(): Promise<void> } {
  const { writeStore, feed, logger, now, flushMs = 10_000 } = deps;
  const lease = leaseOf(writeStore.tasks, TASK, now);
  const stopping = new AbortController();
  const { signal } = stopping;
  let counted = new Map<string, CountedOfProvider>();
  let flushedAt = performance.now();
  let place: FeedPlace | null = null;

  const count = (change: Change) => {
    if (change.kind !== 'movie' || change.json === null) return;
    const { providerId: provider }: { readonly providerId: string } = JSON.parse(change.json);
    const day = dayAt(change.at);
    const what = `${VISIBLE}${bucketOfMs(now() - change.at)}`;
    const key = [provider, day, what].join();
    const amount = (counted.get(key)?.amount ?? 0) + 1;
    counted.set(key, { provider, day, what, amount });
  };
  const flush = async () => {
    const taken = counted;
    if (taken.size > 0) {
      counted = new Map();
      try {
        await writeStore.statistics.add([...taken.values()]);
      } catch (error) {
        counted = taken; // nothing was counted meanwhile
        throw error;
      }
    }
    flushedAt = performance.now();
  };
  const follow = async () => {
    place ??= await feed.newest();
    const found = await feed.next(place, { limit: LIMIT, atMostMs: WAIT_MS, signal });
    for (const change of found.changes) count(change);
    place = { ...place, position: found.position };
  };

  const loop = startLoop({
    ...{ name: 'measure-visible', logger, gapMs: 5 },
    async step() {
      if (!(await lease.hold())) {
        place = null;
        return ASK_AGAIN_MS;
      }
      try {
        await follow();
      } catch (error) {
        place = null; // what it missed nobody measures
        // Before the first rebuild of an older view, and while there is none.
        if (!(error instanceof Rejected)) throw error;
        return ASK_AGAIN_MS;
      }
      const isDue = performance.now() - flushedAt >= flushMs || counted.size > MAX_COUNTED;
      if (isDue) await flush();
      return 0;
    },
  });
  return {
    async close() {
      stopping.abort();
      await loop.close();
      try {
        await flush();
        await lease.release();
      } catch (error) {
        logger.warn({ err: error }, 'some changes are not in the statistics');
      }
    },
  };
}
