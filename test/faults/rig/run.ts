/** What the parts of one run share. */
import { type App, type Asked, ask, type Question } from './ask.js';
import type { Disturbances, Need } from './disturbances.js';
import type { Ledger } from './ledger.js';
import type { Violations } from './violations.js';

export interface Run {
  readonly seed: number;
  readonly commands: readonly App[];
  readonly queries: readonly App[];
  readonly bearer: string;
  readonly ledger: Ledger;
  readonly disturbances: Disturbances;
  readonly violations: Violations;
  readonly tally: Tally;
  /** Whether writers and readers are to end. */
  isOver(): boolean;
}

export interface Tally {
  /** Acknowledged, by kind. */
  readonly writes: Map<string, number>;
  /** Answered and looked at, by kind. */
  readonly reads: Map<string, number>;
  /** Without an answer, or with a 503, while a fault explains it; by need. */
  readonly excused: Map<string, number>;
  /** The longest time after the end of a fault until the last failure that it explains, by need; milliseconds. */
  readonly recovery: Map<Need, number>;
}

export const newTally = (): Tally => ({
  writes: new Map(),
  reads: new Map(),
  excused: new Map(),
  recovery: new Map(),
});

export function count<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/**
 * Asks and tells what came of it: an answer, or `null` for a failure that a fault explains. A failure that none explains, and an
 * answer that is neither 2xx nor among `expected`, is a violation as well.
 */
export async function askFor<T>(
  run: Run,
  need: Need,
  { app, expected = [], ...question }: Question & { app: App; expected?: readonly number[] },
): Promise<Asked<T> | null> {
  const asked = await ask<T>(app, run.bearer, question);
  if ((asked.status >= 200 && asked.status < 300) || expected.includes(asked.status)) return asked;
  if (asked.status === 0 || asked.status === 503) {
    const lateMs = run.disturbances.excuse({ need, ...asked });
    if (lateMs !== null) {
      count(run.tally.excused, need);
      run.tally.recovery.set(need, Math.max(run.tally.recovery.get(need) ?? 0, lateMs));
      return null;
    }
  }
  const took = asked.endedAt - asked.startedAt;
  const { method, path } = question;
  const what = `${method} ${path} of ${app.part}: ${asked.status} ${asked.code} after ${took} ms`;
  run.violations.add('wrong-answer', what);
  return null;
}
