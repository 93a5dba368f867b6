/** Which faults were on when: what excuses a request that failed, and nothing else does. */
import type { PartName } from './schedule.js';

/** What a request needs: a write its command app, a read its query app and the view, one with a token the whole way of a write. */
export type Need = 'write' | 'read' | 'read-with-token';

/** How long after a fault, counted from when the part runs again, a request that needs it may still fail. */
export const RECOVERY_MS: Readonly<Record<Need, number>> = {
  write: 5_000,
  read: 10_000,
  'read-with-token': 60_000,
};

interface Interval {
  readonly part: PartName;
  readonly from: number;
  /** `Infinity` while it lasts. */
  to: number;
}

export interface FailedRequest {
  readonly need: Need;
  /** The app that it was sent to. */
  readonly through: PartName;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Disturbances {
  /** To be called when a fault begins; what it returns, when the part runs again. */
  begin(part: PartName): () => void;
  /** How long after the end of the fault it failed (0: during it); `null`: nothing excuses it. */
  excuse(failed: FailedRequest): number | null;
  /** Whether nothing that was sent to this part before `at` can still be waiting in it. */
  hasSettledSince(part: PartName, at: number): boolean;
}

const SETTLED_MS = 5_000;

export function recordDisturbances(now: () => number = Date.now): Disturbances {
  const intervals: Interval[] = [];
  return {
    begin(part) {
      const interval = { part, from: now(), to: Number.POSITIVE_INFINITY };
      intervals.push(interval);
      return () => {
        interval.to = now();
      };
    },
    excuse(failed) {
      const late = intervals
        .filter(({ part }) => matters(part, failed))
        .filter(({ from }) => from <= failed.endedAt)
        .map(({ to }) => Math.max(0, failed.startedAt - to));
      const least = Math.min(...late);
      return least <= RECOVERY_MS[failed.need] ? least : null;
    },
    hasSettledSince(part, at) {
      const last = intervals.findLast((interval) => interval.part === part);
      return Math.max(at, last?.to ?? 0) + SETTLED_MS < now();
    },
  };
}

/** A process that is stopped in the middle of a transaction holds SQLite's lock: so each command app matters to the others. */
function matters(part: PartName, { need, through }: FailedRequest): boolean {
  if (part === through) return true;
  if (need === 'write') return part.startsWith('command');
  if (part === 'cassandra') return true;
  return need === 'read-with-token' && !part.startsWith('query');
}
