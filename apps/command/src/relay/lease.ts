/** Of several processes one does a task, and another takes it over where that one ends. */
import { randomUUID } from 'node:crypto';
import type { Tasks } from '@marquee/write-store';

export interface Lease {
  /** Takes it, or holds it for longer where it is time. False where another process has it. */
  hold(): Promise<boolean>;
  /** Whether it is safe to begin something short: well before another process may take it. */
  isSafe(): boolean;
  /** Lets others have it. */
  release(): Promise<void>;
}

export interface LeaseTimes {
  readonly leaseMs: number;
  readonly renewMs: number;
}

const usual: LeaseTimes = { leaseMs: 20_000, renewMs: 5_000 };
/** At the end of the lease, for what is under way. */
const REST_MS = 10_000;

/** @param now milliseconds since 1970 */
export function leaseOf(
  tasks: Tasks,
  task: string,
  now: () => number,
  { leaseMs, renewMs }: LeaseTimes = usual,
): Lease {
  const holder = randomUUID();
  /** By this process's own clock, which nobody sets. */
  let takenAt = Number.NEGATIVE_INFINITY;
  return {
    async hold() {
      const askedAt = performance.now();
      if (askedAt - takenAt < renewMs) return true;
      const taken = await tasks.take(task, { holder, until: now() + leaseMs, now: now() });
      takenAt = taken === null ? Number.NEGATIVE_INFINITY : askedAt;
      return taken !== null;
    },
    isSafe: () => performance.now() - takenAt < leaseMs - REST_MS,
    async release() {
      takenAt = Number.NEGATIVE_INFINITY;
      await tasks.release(task, holder);
    },
  };
}
