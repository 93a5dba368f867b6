/** Deltas of ratings into one ordinary change of each movie, many movies at a time. */
import { MAX_ORIGINS, type Origin } from '@marquee/contracts';
import { type MovieState, ranksOf, sameRanks } from '@marquee/domain';
import { distinctCovers } from './distinct-covers.js';
import { dueAt } from './due-at.js';
import { LostRace } from './engine.js';
import { lockMovies } from './lock-movies.js';
import type { Bound, Transact } from './make-store.js';
import { movieKeysOf, placeOf } from './movie-keys.js';
import type { FoldResult, Folds } from './outbox-port.js';
import { markForRanking } from './rank-movies.js';
import { grouped, type Wide } from './rows.js';
import { chunksOf } from './scope.js';

/** Deltas that one transaction folds; the rest waits for the next. More row locks than this may become one of the table. */
const DELTAS_A_FOLD = 4_000;
/** Movies that one transaction folds: they wait for the disk together, and are locked meanwhile. */
const MOVIES_A_FOLD = 100;

interface DueRow {
  readonly movie_id: string;
  readonly folded_at: Wide;
}

export async function foldRatings(
  transact: Transact,
  { limit, ...pace }: Parameters<Folds['foldRatings']>[0],
): Promise<FoldResult> {
  const due = (limit: number) =>
    transact('write', ({ run, statements }) => run<DueRow>(statements.ratings.due, { limit }));
  const { now } = pace;
  const ready = (await due(limit)).filter((row) => dueAt(Number(row.folded_at), pace) <= now);
  let folded = 0;
  for (const rows of chunksOf(ready, MOVIES_A_FOLD)) {
    const ids = rows.map((row) => row.movie_id);
    folded += await transact('write', (bound) => foldMovies(bound, { ids, now }));
  }
  const [next] = await due(1);
  return { folded, nextDueAt: next === undefined ? null : dueAt(Number(next.folded_at), pace) };
}

interface RatingDelta {
  readonly movie_id: string;
  readonly covers: string;
  readonly count_delta: number;
  readonly half_delta: number;
  readonly origin: string | null;
  readonly created_at: Wide;
}

/** Returns how many of them had deltas. */
async function foldMovies(
  { run, statements }: Bound,
  { ids, now }: { readonly ids: readonly string[]; readonly now: number },
): Promise<number> {
  const movies = await lockMovies({ run, statements }, { ids });
  const taken = { ids: movies.map(({ id }) => id), limit: DELTAS_A_FOLD };
  const deltas = grouped(
    await run<RatingDelta>(statements.ratings.takeDeltas, taken),
    (delta) => delta.movie_id,
  );
  const folds = movies.flatMap((movie) => {
    const own = deltas.get(movie.id);
    return own === undefined ? [] : [foldOf(movie, own, now)];
  });
  if (folds.length === 0) return 0;
  const rows = folds.map(({ row }) => row);
  if ((await run(statements.ratings.fold, { rows, now })).length !== rows.length)
    throw new LostRace('a movie changed before its ratings were folded in');
  await run(statements.outbox.insert, { rows: folds.map(({ entry }) => entry) });
  const unranked = folds.filter(({ isRanked }) => !isRanked).map(({ row }) => row.id);
  await markForRanking({ run, statements }, unranked);
  return folds.length;
}

/**
 * Deltas that add up to nothing repeat the movie's version: there are writes to cover, but nothing
 * to change.
 */
function foldOf(movie: MovieState, deltas: readonly RatingDelta[], now: number) {
  const { id } = movie;
  const ratingCount = deltas.reduce((sum, row) => sum + row.count_delta, movie.ratingCount);
  const halfStars = deltas.reduce((sum, row) => sum + row.half_delta, movie.halfStars);
  const same = ratingCount === movie.ratingCount && halfStars === movie.halfStars;
  const version = same ? movie.version : Math.max(movie.version + 1, now * 1000);
  const keys = movieKeysOf(movie);
  const moved = placeOf(keys) !== placeOf({ ...keys, ratingCount, halfStars });
  // A movie without plays has no popularity; one whose plays are not ranked yet is marked for them.
  const { plays } = movie.ranks;
  return {
    row: { id, before: movie.version, version, count: ratingCount, half: halfStars },
    entry: {
      ...{ kind: 'movie', subject: id, version, beforeKeys: moved ? keys : null },
      writes: distinctCovers(deltas),
      origins: latestOrigins(deltas),
      createdAt: Math.min(...deltas.map((row) => Number(row.created_at))),
    },
    isRanked: plays === null || sameRanks(ranksOf({ plays, ratingCount, halfStars }), movie.ranks),
  };
}

function latestOrigins(rows: readonly RatingDelta[]): Origin[] | null {
  const known = rows.flatMap(({ origin }): Origin[] =>
    origin === null ? [] : [JSON.parse(origin)],
  );
  return known.length === 0 ? null : known.slice(-MAX_ORIGINS);
}
