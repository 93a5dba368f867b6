/** Deltas into ordinary changes, each in a transaction of its own. */
import { distinctCovers } from './distinct-covers.js';
import { foldPlays } from './fold-plays.js';
import { foldRatings } from './fold-ratings.js';
import type { Transact } from './make-store.js';
import type { FoldResult, Folds } from './outbox-port.js';
import { rankMovies } from './rank-movies.js';
import type { Wide } from './rows.js';
import { addToTotals } from './save-totals.js';

export function foldsOf(transact: Transact, folded: () => void): Folds {
  const announced = async (fold: Promise<FoldResult>) => {
    const result = await fold;
    if (result.folded > 0) folded();
    return result;
  };
  return {
    foldRatings: (options) => announced(foldRatings(transact, options)),
    foldTotals: (options) => announced(foldTotals(transact, options)),
    foldPlays: (options) => announced(foldPlays(transact, options)),
    rankMovies: (options) => announced(rankMovies(transact, options)),
  };
}

interface TotalDelta {
  readonly covers: string;
  readonly deltas: string;
  readonly created_at: Wide;
}

async function foldTotals(
  transact: Transact,
  { limit, now }: Parameters<Folds['foldTotals']>[0],
): Promise<FoldResult> {
  return await transact('write', async (bound) => {
    const { run, statements } = bound;
    const rows = await run<TotalDelta>(statements.totals.takeDeltas, { limit });
    if (rows.length === 0) return { folded: 0, nextDueAt: null };
    const writes = distinctCovers(rows);
    const createdAt = Math.min(...rows.map((row) => Number(row.created_at)));
    await addToTotals(bound, { sums: summed(rows), writes, createdAt, now });
    const [next] = await run(statements.totals.oldest);
    return { folded: rows.length, nextDueAt: next === undefined ? null : now };
  });
}

function summed(rows: readonly TotalDelta[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { deltas } of rows) {
    const map: Readonly<Record<string, number>> = JSON.parse(deltas);
    for (const [selection, by] of Object.entries(map))
      sums.set(selection, (sums.get(selection) ?? 0) + by);
  }
  return sums;
}
