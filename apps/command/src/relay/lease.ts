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

const LEASE_MS = 20_000;
const RENEW_MS = 5_000;
/** At the end of the lease, for what is under way. */
const REST_MS = 10_000;

/** @param now milliseconds since 1970 */
export function leaseOf(tasks: Tasks, task: string, now: () => number): Lease {
  const holder = randomUUID();
  /** By this process's own clock, which nobody sets. */
  let takenAt = Number.NEGATIVE_INFINITY;
  return {
    async hold() {
      const askedAt = performance.now();
      if (askedAt - takenAt < RENEW_MS) return true;
      const taken = await tasks.take(task, { holder, until: now() + LEASE_MS, now: now() });
      takenAt = taken === null ? Number.NEGATIVE_INFINITY : askedAt;
      return taken !== null;
    },
    isSafe: () => performance.now() - takenAt < LEASE_MS - REST_MS,
    async release() {
      takenAt = Number.NEGATIVE_INFINITY;
      await tasks.release(task, holder);
    },
  };
}
