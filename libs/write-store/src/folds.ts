/** Deltas into ordinary changes, each in a transaction of its own. */
import { MAX_ORIGINS, type Origin } from '@marquee/contracts';
import { ranksOf, sameRanks } from '@marquee/domain';
import { distinctCovers } from './distinct-covers.js';
import { dueAt } from './due-at.js';
import { LostRace } from './engine.js';
import { foldPlays } from './fold-plays.js';
import { lockMovies } from './lock-movies.js';
import type { Bound, Transact } from './make-store.js';
import { movieKeysOf, placeOf } from './movie-keys.js';
import type { FoldResult, Folds } from './outbox-port.js';
import { markForRanking, rankMovies } from './rank-movies.js';
import type { Wide } from './rows.js';
import { addToTotals } from './save-totals.js';

/** Deltas of one movie that go into one change; the rest waits for the next. */
const DELTAS_A_FOLD = 5_000;

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

interface DueRow {
  readonly movie_id: string;
  readonly folded_at: Wide;
}

async function foldRatings(
  transact: Transact,
  { limit, ...pace }: Parameters<Folds['foldRatings']>[0],
): Promise<FoldResult> {
  const due = (limit: number) =>
    transact('write', ({ run, statements }) => run<DueRow>(statements.ratings.due, { limit }));
  const { now } = pace;
  let folded = 0;
  for (const row of await due(limit)) {
    if (dueAt(Number(row.folded_at), pace) > now) continue;
    const id = row.movie_id;
    if (await transact('write', (bound) => foldMovie(bound, { id, now }))) folded++;
  }
  const [next] = await due(1);
  return { folded, nextDueAt: next === undefined ? null : dueAt(Number(next.folded_at), pace) };
}

interface RatingDelta {
  readonly covers: string;
  readonly count_delta: number;
  readonly half_delta: number;
  readonly origin: string | null;
  readonly created_at: Wide;
}

/**
 * Deltas that add up to nothing repeat the movie's version: there are writes to cover, but nothing
 * to change.
 */
async function foldMovie(
  { run, statements }: Bound,
  { id, now }: { readonly id: string; readonly now: number },
): Promise<boolean> {
  const [movie] = await lockMovies({ run, statements }, { ids: [id] });
  if (movie === undefined) return false;
  const taken = { movie: id, limit: DELTAS_A_FOLD };
  const deltas = await run<RatingDelta>(statements.ratings.takeDeltas, taken);
  if (deltas.length === 0) return false;
  const ratingCount = deltas.reduce((sum, row) => sum + row.count_delta, movie.ratingCount);
  const halfStars = deltas.reduce((sum, row) => sum + row.half_delta, movie.halfStars);
  const same = ratingCount === movie.ratingCount && halfStars === movie.halfStars;
  const version = same ? movie.version : Math.max(movie.version + 1, now * 1000);
  const change = { id, now, before: movie.version, version, count: ratingCount, half: halfStars };
  if ((await run(statements.ratings.fold, change)).length !== 1)
    throw new LostRace('the movie changed before its ratings were folded in');
  const keys = movieKeysOf(movie);
  const moved = placeOf(keys) !== placeOf({ ...keys, ratingCount, halfStars });
  const writes = distinctCovers(deltas);
  const beforeKeys = moved ? keys : null;
  const createdAt = Math.min(...deltas.map((row) => Number(row.created_at)));
  const origins = latestOrigins(deltas);
  const row = { kind: 'movie', subject: id, version, writes, beforeKeys, origins, createdAt };
  await run(statements.outbox.insert, { rows: [row] });
  // A movie without plays has no popularity; one whose plays are not ranked yet is marked for them.
  const { plays } = movie.ranks;
  const isRanked =
    plays === null || sameRanks(ranksOf({ plays, ratingCount, halfStars }), movie.ranks);
  if (!isRanked) await markForRanking({ run, statements }, [id]);
  return true;
}

function latestOrigins(rows: readonly RatingDelta[]): Origin[] | null {
  const known = rows.flatMap(({ origin }): Origin[] =>
    origin === null ? [] : [JSON.parse(origin)],
  );
  return known.length === 0 ? null : known.slice(-MAX_ORIGINS);
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
