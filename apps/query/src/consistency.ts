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

export interface WaitForFollower {
  readonly token: string;
  readonly prefer: string | undefined;
  /** As of the change feed. */
  readonly positionOf: (write: string) => Promise<number | null>;
  /** The position in the change feed up to which the follower has all changes now. */
  readonly reached: () => Promise<number> | number;
}

/** Makes the waits of one app, which bound how many readers wait at once. */
export function writeWaiter(sealer: Sealer) {
  let waiters = 0;
  async function until(
    isThere: () => Promise<boolean> | boolean,
    prefer: string | undefined,
  ): Promise<void> {
    if (waiters >= maxWaiters) {
      throw new Rejected('unavailable', 'Too many readers wait for their writes at the moment.');
    }
    waiters += 1;
    try {
      // Not by the time of day: a clock that is set back would prolong the wait.
      const deadline = performance.now() + waitMs(prefer);
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        if (await isThere()) return;
        const leftMs = deadline - performance.now();
        if (leftMs <= 0) throw new Rejected('view-behind');
        await sleep(Math.min(pauseMs, leftMs));
      }
    } finally {
      waiters -= 1;
    }
  }
  return {
    /**
     * Resolves when the view has all of the token's write.
     * @throws {Rejected} `invalid-token`; `view-behind` after the wait; `unavailable` where too many wait already
     */
    async waitForWrite({ tables, token, prefer }: WaitForWrite): Promise<void> {
      const { write, subjects } = openToken(sealer, token);
      const isNoted = async () => (await tables.appliedSubjects(write, subjects)) >= subjects;
      await until(isNoted, prefer);
    },
    /** Resolves when what follows the change feed has it too. To be called when the view has it. @throws {Rejected} as `waitForWrite` */
    async waitForFollower({ token, prefer, positionOf, reached }: WaitForFollower): Promise<void> {
      const { write, subjects } = openToken(sealer, token);
      if (subjects === 0) return;
      const position = (await positionOf(write)) ?? 0;
      await until(async () => (await reached()) >= position, prefer);
    },
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
