/** Plays into totals; movies that come to another number in the order of plays are marked for ranking. */
import { rankedPlays } from '@marquee/domain';
import { distinctCovers } from './distinct-covers.js';
import type { Transact } from './make-store.js';
import type { FoldResult, Folds } from './outbox-port.js';
import { markForRanking } from './rank-movies.js';
import type { Wide } from './rows.js';
import { movieOfPlays, playsOf } from './save-play.js';
import { addToTotals } from './save-totals.js';

interface PlayDelta {
  readonly movie_id: string;
  readonly covers: string;
  readonly created_at: Wide;
}

export async function foldPlays(
  transact: Transact,
  { limit, now }: Parameters<Folds['foldPlays']>[0],
): Promise<FoldResult> {
  return await transact('write', async (bound) => {
    const { run, statements } = bound;
    const rows = await run<PlayDelta>(statements.plays.takeDeltas, { limit });
    if (rows.length === 0) return { folded: 0, nextDueAt: null };
    const sums = new Map<string, number>();
    for (const { movie_id } of rows)
      sums.set(playsOf(movie_id), (sums.get(playsOf(movie_id)) ?? 0) + 1);
    const createdAt = Math.min(...rows.map((row) => Number(row.created_at)));
    const writes = distinctCovers(rows);
    const counted = await addToTotals(bound, { sums, writes, createdAt, now });
    const moved = counted.filter(({ before, count }) => rankedPlays(before) !== rankedPlays(count));
    const ids = moved.map(({ selection }) => movieOfPlays(selection));
    await markForRanking(bound, ids);
    const [next] = await run(statements.plays.oldest);
    return { folded: rows.length, nextDueAt: next === undefined ? null : now };
  });
}
