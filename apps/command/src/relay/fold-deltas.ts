import type { Folds } from '@marquee/write-store';

const LIMIT = 500;
/** A change of a movie rewrites all of its list rows: a rating shows at once, those of the next second together. */
const RATINGS_INTERVAL_MS = 1_000;
const MAX_ROUNDS = 20;

/** Folds the deltas that are due; returns whether it changed anything, and when more become due (milliseconds since 1970). */
export async function foldDeltas(
  folds: Folds,
  now: () => number,
): Promise<{ readonly folded: boolean; readonly nextDueAt: number | null }> {
  let folded = false;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const totals = await folds.foldTotals({ limit: LIMIT, now: now() });
    const ratings = await folds.foldRatings({
      limit: LIMIT,
      minIntervalMs: RATINGS_INTERVAL_MS,
      now: now(),
    });
    folded ||= totals.folded + ratings.folded > 0;
    if (totals.folded < LIMIT && ratings.folded < LIMIT) {
      return { folded, nextDueAt: earliest(totals.nextDueAt, ratings.nextDueAt) };
    }
  }
  return { folded, nextDueAt: now() };
}

function earliest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
