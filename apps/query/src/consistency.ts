/** Reads that must see a write: `Consistency-Token` and `Prefer: wait=`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Rejected } from '@marquee/contracts';
import { openToken, type Sealer } from '@marquee/service';
import type { ViewTables } from '@marquee/view-store';

const defaultWaitSeconds = 2;
const maxWaitSeconds = 10;
const maxWaiters = 1_000;
const firstPauseMs = 5;
const longestPauseMs = 100;

export interface WaitForWrite {
  readonly tables: ViewTables;
  readonly token: string;
  readonly prefer: string | undefined;
}

/** Makes the wait of one app, which bounds how many readers wait at once. */
export function writeWaiter(sealer: Sealer) {
  let waiters = 0;

  /**
   * Resolves when the view has all of the token's write.
   * @throws {Rejected} `invalid-token`; `view-behind` after the wait; `unavailable` where too many wait already
   */
  return async function waitForWrite({ tables, token, prefer }: WaitForWrite): Promise<void> {
    const { write, subjects } = openToken(sealer, token);
    if (waiters >= maxWaiters) {
      throw new Rejected('unavailable', 'Too many readers wait for their writes at the moment.');
    }
    waiters += 1;
    try {
      // Not by the time of day: a clock that is set back would prolong the wait.
      const deadline = performance.now() + waitMs(prefer);
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        if ((await tables.appliedSubjects(write, subjects)) >= subjects) return;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) throw new Rejected('view-behind');
        await sleep(Math.min(pauseMs, leftMs));
      }
    } finally {
      waiters -= 1;
    }
  };
}

/** RFC 7240: preferences that are not understood are passed over; of several the first counts. */
export function waitMs(prefer: string | undefined): number {
  for (const preference of (prefer ?? '').split(',')) {
    const [, seconds] = /^\s*wait\s*=\s*"?(\d{1,9})"?\s*(;.*)?$/i.exec(preference) ?? [];
    if (seconds !== undefined) return Math.min(Number(seconds), maxWaitSeconds) * 1_000;
  }
  return defaultWaitSeconds * 1_000;
}
