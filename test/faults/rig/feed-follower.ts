/** One who keeps a copy by asking for changes, now of the one query app and now of the other. */
import type { ChangePage } from '@marquee/contracts';
import { seededRandom } from '@marquee/testing';
import { followChanges } from '../../system/follow-catalogue.js';
import { ask } from './ask.js';
import { type Copy, openCopy } from './copy.js';
import { askFor, count, type Run } from './run.js';
import type { SeenContents } from './seen-contents.js';

export interface FeedFollower {
  /** Where it began. */
  readonly from: string;
  readonly copy: Copy;
  end(): Promise<void>;
}

export const KINDS = 'movie,actor';
const PAUSE_MS = 100;

/** Begins with what is written from now on, and goes on until its end, also after the run. */
export async function startFeedFollower(run: Run, seen: SeenContents): Promise<FeedFollower> {
  const random = seededRandom(run.seed * 15_485_863);
  const from = await placeNow(run);
  const copy = openCopy(run, 'the follower', seen);
  let isOver = false;
  const following = followChanges({
    ...{ from, kinds: KINDS, pauseMs: PAUSE_MS, isOver: () => isOver },
    async read(path) {
      const app = random.pick(run.queries);
      return (await askFor<ChangePage>(run, 'read', { app, method: 'GET', path }))?.body ?? null;
    },
    onChange(change) {
      copy.put(change);
      count(run.tally.reads, 'change');
    },
  });
  return {
    ...{ from, copy },
    async end() {
      isOver = true;
      await following;
    },
  };
}

async function placeNow({ queries, bearer }: Run): Promise<string> {
  const [app] = queries;
  if (app === undefined) throw new RangeError('there is no app');
  const asked = await ask<ChangePage>(app, bearer, { method: 'GET', path: '/changes' });
  if (asked.status !== 200) throw new Error(`/changes: ${asked.status} ${asked.code}`);
  return asked.body.page.next;
}
