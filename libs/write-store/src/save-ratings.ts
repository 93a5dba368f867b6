/**
 * Rows of users and deltas: no lock on the movies, so that ratings of one movie do not wait for each other.
 */
import { dayAt, Rejected, ratingIdOf, type UserRating } from '@marquee/contracts';
import { awaitMovies, awaitRecords } from './await-writes.js';
import { LostRace } from './engine.js';
import { holdUsers } from './hold-user.js';
import { noteRatingsGone, ratingKeysOf } from './ratings/erase-ratings.js';
import { type RatingRow, ratingOf } from './ratings/rating-row.js';
import { firstVersions } from './records/deleted-records.js';
import { changed, chunksOf, coverOf, nextVersion, type Scope } from './scope.js';
import type { GivenRating, SavedRating } from './write-store.js';

/** What becomes of one user's stars for one movie. */
interface Change extends GivenRating {
  readonly id: string;
  readonly before: UserRating | null;
}

/** In order: of several for the same movie and user the last one counts. */
export async function saveRatings(
  scope: Scope,
  ratings: readonly GivenRating[],
): Promise<readonly (SavedRating | null)[]> {
  const erased = await holdUsers(
    scope,
    ratings.map(({ userId }) => userId),
  );
  const known = await knownMovies(scope, ratings);
  const due = ratings.filter(({ movieId }) => known.has(movieId));
  if (due.some(({ userId }) => erased.has(userId))) throw new Rejected('user-not-found');
  const stored = await lockedRatings(scope, due);
  const current = new Map<string, number | null>();
  const saved = ratings.map((rating) => {
    if (!known.has(rating.movieId)) return null;
    const id = ratingIdOf(rating);
    const first = stored.get(id)?.halfStars ?? null;
    const before = current.has(id) ? (current.get(id) ?? null) : first;
    current.set(id, rating.halfStars);
    return { before };
  });
  const changes = changesOf(due, stored);
  await storeChanges(scope, changes);
  await appendDeltas(scope, changes);
  // A change of nothing waits for what others have changed.
  await awaitMovies(scope, [...new Set(due.map(({ movieId }) => movieId))]);
  await awaitRecords(scope, 'rating', [...current.keys()]);
  return saved;
}

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
async function lockedRatings(
  { run, statements }: Scope,
  ratings: readonly GivenRating[],
): Promise<ReadonlyMap<string, UserRating>> {
  const keys = new Map(
    ratings.map(({ movieId, userId }) => [ratingIdOf({ movieId, userId }), { movieId, userId }]),
  );
  const sorted = [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
  const stored = new Map<string, UserRating>();
  for (const rows of chunksOf(sorted)) {
    const found = await run<RatingRow>(statements.ratings.lock, { rows });
    for (const rating of found.map(ratingOf)) stored.set(rating.id, rating);
  }
  return stored;
}

/** Those that make a difference, in the order of their ids. */
function changesOf(
  ratings: readonly GivenRating[],
  stored: ReadonlyMap<string, UserRating>,
): Change[] {
  const last = new Map(ratings.map((rating) => [ratingIdOf(rating), rating]));
  return [...last]
    .map(([id, rating]): Change => ({ ...rating, id, before: stored.get(id) ?? null }))
    .filter(({ before, halfStars }) => (before?.halfStars ?? null) !== halfStars)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function storeChanges(scope: Scope, changes: readonly Change[]): Promise<void> {
  const { insert, update, delete: remove } = scope.statements.ratings;
  const made = changes.filter(({ before }) => before === null);
  const first = await firstVersions(
    scope,
    'rating',
    made.map(({ id }) => id),
  );
  const rows = changes.map((change) => rowOf(scope, change, first));
  const inserts = rows.filter(({ before }) => before === null);
  for (const chunk of chunksOf(inserts)) await scope.run(insert, { rows: chunk });
  await storeGuarded(
    scope,
    update,
    rows.filter(({ before, halfStars }) => before !== null && halfStars !== null),
  );
  await storeGuarded(
    scope,
    remove,
    rows.filter(({ halfStars }) => halfStars === null),
  );
  await noteChanges(scope, changes, first);
}

const versionOf = (scope: Scope, { id, before }: Change, first: ReadonlyMap<string, number>) =>
  first.get(id) ?? nextVersion(scope, before?.version ?? 0);

function rowOf(scope: Scope, change: Change, first: ReadonlyMap<string, number>) {
  const { movieId, userId, halfStars, before } = change;
  const ratedOn = dayAt(scope.options.now);
  const version = versionOf(scope, change, first);
  return { movieId, userId, halfStars, ratedOn, version, before: before?.version ?? null };
}

async function storeGuarded(
  { run }: Scope,
  sql: string,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    const done = await run(sql, { rows: chunk });
    if (done.length !== chunk.length) throw new LostRace('a rating changed before it was saved');
  }
}

/** Each is a record of the view: it moves in its user's list, and enters or leaves its movie's. */
async function noteChanges(
  scope: Scope,
  changes: readonly Change[],
  first: ReadonlyMap<string, number>,
): Promise<void> {
  const gone: UserRating[] = [];
  for (const change of changes) {
    const { id, before, halfStars } = change;
    if (halfStars === null) {
      if (before !== null) gone.push(before);
      continue;
    }
    const keys = before === null ? null : ratingKeysOf(before);
    const version = versionOf(scope, change, first);
    changed(scope, { kind: 'rating', subject: id, version, before: keys });
  }
  await noteRatingsGone(scope, gone);
}

/** One for each movie: all of its ratings here are covered by one subject of the write. */
async function appendDeltas(
  { run, statements, options, pending }: Scope,
  changes: readonly Change[],
): Promise<void> {
  const sums = new Map<string, { countDelta: number; halfDelta: number }>();
  for (const { movieId, before, halfStars } of changes) {
    const sum = sums.get(movieId) ?? { countDelta: 0, halfDelta: 0 };
    sum.countDelta += (halfStars === null ? 0 : 1) - (before === null ? 0 : 1);
    sum.halfDelta += (halfStars ?? 0) - (before?.halfStars ?? 0);
    sums.set(movieId, sum);
  }
  const { origin = null, now: createdAt } = options;
  const deltas = [...sums].map(([movieId, sum]) => {
    pending.subjects.add(`movie:${movieId}`);
    return { movieId, covers: coverOf(options, `movie:${movieId}`), ...sum, origin, createdAt };
  });
  for (const rows of chunksOf(deltas)) await run(statements.ratings.insertDeltas, { rows });
}
