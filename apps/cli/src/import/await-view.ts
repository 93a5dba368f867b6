/** Follows what an import wrote on its way into the view. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { PendingWrite } from '@marquee/import';

/** What is asked of the view that queries read. */
export interface AppliedWrites {
  appliedSubjects(write: string, atMost: number): Promise<number>;
}

export interface ViewProgress {
  /** Rows that the view has. */
  readonly inView: number;
  /** Rows that it is to have. */
  readonly of: number;
}

export interface ViewFollower {
  add(writes: readonly PendingWrite[]): void;
  /** Looks how far the view has come; asks about the oldest writes first. */
  look(): Promise<ViewProgress>;
}

export function followView(
  view: AppliedWrites,
  { lookEveryMs = 0, now = Date.now }: { lookEveryMs?: number; now?: () => number } = {},
): ViewFollower {
  const pending: PendingWrite[] = [];
  let inView = 0;
  let of = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    add(writes) {
      for (const write of writes) {
        of += write.rows;
        pending.push(write);
      }
    },
    async look() {
      if (Math.abs(now() - lookedAt) < lookEveryMs) return { inView, of };
      lookedAt = now();
      for (let oldest = pending[0]; oldest !== undefined; oldest = pending[0]) {
        const { write, subjects, rows } = oldest;
        if (subjects > 0 && (await view.appliedSubjects(write, subjects)) < subjects) break;
        pending.shift();
        inView += rows;
      }
      return { inView, of };
    },
  };
}

export interface ViewWait {
  readonly follower: ViewFollower;
  /** Whether the view also has what was written before this import, as by a run that was cut off. */
  hasEarlierWrites(): Promise<boolean>;
  readonly signal: AbortSignal;
  onProgress(progress: ViewProgress): void;
  /** Called once, when nothing has come through for some seconds. */
  onStalled(): Promise<void>;
  readonly pollMs?: number;
  readonly stalledAfterMs?: number;
  readonly givesUpAfterMs?: number;
}

/** Resolves with whether the view has everything; gives up when nothing has come through for a minute. */
export async function awaitView(wait: ViewWait): Promise<boolean> {
  const { pollMs = 100, stalledAfterMs = 5_000, givesUpAfterMs = 60_000 } = wait;
  let last = -1;
  let movedAt = Date.now();
  let isStalled = false;
  while (!wait.signal.aborted) {
    const progress = await wait.follower.look();
    wait.onProgress(progress);
    if (progress.inView >= progress.of && (await wait.hasEarlierWrites())) return true;
    if (progress.inView !== last) {
      last = progress.inView;
      movedAt = Date.now();
      isStalled = false;
    }
    const idleMs = Date.now() - movedAt;
    if (idleMs > stalledAfterMs && !isStalled) {
      isStalled = true;
      await wait.onStalled();
    }
    if (idleMs > givesUpAfterMs) return false;
    await sleep(pollMs);
  }
  return false;
}
