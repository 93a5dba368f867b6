import type { FoldResult, Folds } from '@marquee/write-store';

const LIMIT = 500;
/** All in one transaction, and each rewrites the movie's rows in all lists. */
const RANKS_LIMIT = 100;
/** A change of a movie rewrites all of its list rows: a rating shows at once, those of the next second together. */
const RATINGS_INTERVAL_MS = 1_000;
/** Else the heads of the lists by plays and popularity would be all tombstones. */
const RANK_INTERVAL_MS = 60_000;
const MAX_ROUNDS = 20;

/** Folds the deltas that are due; returns whether it changed anything, and when more become due (milliseconds since 1970). */
export async function foldDeltas(
  folds: Folds,
  now: () => number,
  ranking = { minIntervalMs: RANK_INTERVAL_MS },
): Promise<{ readonly folded: boolean; readonly nextDueAt: number | null }> {
  let folded = false;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const totals = await folds.foldTotals({ limit: LIMIT, now: now() });
    const ratings = await folds.foldRatings({
      limit: LIMIT,
      minIntervalMs: RATINGS_INTERVAL_MS,
      now: now(),
    });
    const plays = await folds.foldPlays({ limit: LIMIT, now: now() });
    const ranks = await folds.rankMovies({ ...ranking, limit: RANKS_LIMIT, now: now() });
    const all = [totals, ratings, plays, ranks];
    folded ||= all.some((fold) => fold.folded > 0);
    const mayBeMore = [totals, ratings, plays].some((fold) => fold.folded >= LIMIT);
    if (!mayBeMore && ranks.folded < RANKS_LIMIT) return { folded, nextDueAt: earliest(all) };
  }
  return { folded, nextDueAt: now() };
}

function earliest(folds: readonly FoldResult[]): number | null {
  const times = folds.flatMap(({ nextDueAt }) => (nextDueAt === null ? [] : [nextDueAt]));
  return times.length === 0 ? null : Math.min(...times);
}
