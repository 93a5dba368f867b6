/**
 * Rows of users and deltas: no lock on the movies, so that ratings of one movie do not wait for each other.
 */
import { awaitMovies } from './await-writes.js';
import { LostRace } from './engine.js';
import { chunksOf, coverOf, type Scope } from './scope.js';
import type { GivenRating, SavedRating } from './write-store.js';

/** What became of one user's stars for one movie: in half stars, `null` where there are none. */
interface Change {
  readonly movieId: string;
  readonly userId: string;
  readonly before: number | null;
  readonly half: number | null;
}

/** In order: of several for the same movie and user the last one counts. */
export async function saveRatings(
  scope: Scope,
  ratings: readonly GivenRating[],
): Promise<readonly (SavedRating | null)[]> {
  const known = await knownMovies(scope, ratings);
  const due = ratings.filter(({ movieId }) => known.has(movieId));
  const stored = await lockedRatings(scope, due);
  const current = new Map(stored);
  const saved = ratings.map((rating) => {
    if (!known.has(rating.movieId)) return null;
    const before = current.get(keyOf(rating)) ?? null;
    current.set(keyOf(rating), rating.halfStars);
    return { before };
  });
  const changes = changesOf(due, stored, current);
  await storeChanges(scope, changes);
  await appendDeltas(scope, changes);
  // A change of nothing waits for what others have changed.
  await awaitMovies(scope, [...new Set(due.map(({ movieId }) => movieId))]);
  return saved;
}

type Stars = ReadonlyMap<string, number | null>;

const keyOf = ({ movieId, userId }: { readonly movieId: string; readonly userId: string }) =>
  `${movieId} ${userId}`;

async function knownMovies(
  { run, statements }: Scope,
  ratings: readonly GivenRating[],
): Promise<ReadonlySet<string>> {
  const asked = [...new Set(ratings.map(({ movieId }) => movieId))].sort();
  const known = new Set<string>();
  for (const ids of chunksOf(asked)) {
    const rows = await run<{ readonly id: string }>(statements.ratings.movies, { ids });
    for (const { id } of rows) known.add(id);
  }
  return known;
}

/** Their rows are locked for change, in one order, whatever the order of the batch. */
async function lockedRatings({ run, statements }: Scope, ratings: readonly GivenRating[]) {
  interface Row {
    readonly movie_id: string;
    readonly user_id: string;
    readonly half_stars: number;
  }
  const keys = new Map(
    ratings.map(({ movieId, userId }) => [keyOf({ movieId, userId }), { movieId, userId }]),
  );
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
  const stored = new Map<string, number | null>();
  for (const rows of chunksOf(sorted)) {
    const found = await run<Row>(statements.ratings.lock, { rows });
    for (const row of found)
      stored.set(keyOf({ movieId: row.movie_id, userId: row.user_id }), row.half_stars);
  }
  return stored;
}

/** Those that make a difference, in the order of their keys. */
function changesOf(ratings: readonly GivenRating[], stored: Stars, current: Stars): Change[] {
  const changes = new Map<string, Change>();
  for (const { movieId, userId } of ratings) {
    const key = keyOf({ movieId, userId });
    const [before, half] = [stored.get(key) ?? null, current.get(key) ?? null];
    if (before !== half) changes.set(key, { movieId, userId, before, half });
  }
  return [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
}

async function storeChanges({ run, statements }: Scope, changes: readonly Change[]): Promise<void> {
  const { insert, update, delete: remove } = statements.ratings;
  const isNew = ({ before }: Change) => before === null;
  const isGone = ({ half }: Change) => half === null;
  for (const rows of chunksOf(changes.filter(isNew))) await run(insert, { rows });
  const guarded = async (sql: string, all: readonly Change[]) => {
    for (const rows of chunksOf(all)) {
      const done = await run(sql, { rows });
      if (done.length !== rows.length) throw new LostRace('a rating changed before it was saved');
    }
  };
  await guarded(
    update,
    changes.filter((change) => !isNew(change) && !isGone(change)),
  );
  await guarded(remove, changes.filter(isGone));
}

/** One for each movie: all of its ratings here are covered by one subject of the write. */
async function appendDeltas(
  { run, statements, options, pending }: Scope,
  changes: readonly Change[],
): Promise<void> {
  const sums = new Map<string, { countDelta: number; halfDelta: number }>();
  for (const { movieId, before, half } of changes) {
    const sum = sums.get(movieId) ?? { countDelta: 0, halfDelta: 0 };
    sum.countDelta += (half === null ? 0 : 1) - (before === null ? 0 : 1);
    sum.halfDelta += (half ?? 0) - (before ?? 0);
    sums.set(movieId, sum);
  }
  const { origin = null, now: createdAt } = options;
  const deltas = [...sums].map(([movieId, sum]) => {
    pending.subjects.add(`movie:${movieId}`);
    return { movieId, covers: coverOf(options, `movie:${movieId}`), ...sum, origin, createdAt };
  });
  for (const rows of chunksOf(deltas)) await run(statements.ratings.insertDeltas, { rows });
}
