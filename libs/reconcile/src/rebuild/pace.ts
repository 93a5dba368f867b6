import { setTimeout as sleep } from 'node:timers/promises';

/** A pace of so many things a second; `Infinity` never waits. */
export interface Pace {
  /** As many of up to `most` as are to be done at once: readers who meet them hardly wait. */
  share(most: number): number;
  /** To be called when so many were done; resolves when others may be. */
  done(count: number): Promise<void>;
}

export interface PaceClock {
  /** Milliseconds, never set back. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

const SHARES_A_SECOND = 10;

export function paceOf(
  perSecond: number,
  clock: PaceClock = { now: () => performance.now(), sleep },
): Pace {
  let freeAt = Number.NEGATIVE_INFINITY;
  return {
    share: (most) => Math.min(most, Math.ceil(perSecond / SHARES_A_SECOND)),
    async done(count) {
      const at = clock.now();
      // What took longer than its time is not made up for in a rush.
      freeAt = Math.max(freeAt, at - 1_000 / SHARES_A_SECOND) + (count * 1_000) / perSecond;
      if (freeAt > at) await clock.sleep(freeAt - at);
    },
  };
}
