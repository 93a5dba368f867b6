/** Many ratings in one transaction, by few statements. */
import { Rejected } from '@marquee/contracts';
import type { RatingRow, SavedRatings } from '@marquee/import';
import type { Caller } from '@marquee/service';
import type { NamedMovie, WriteTransaction } from '@marquee/write-store';
import type { BatchDeps } from '../movies/batch-parts.js';

/**
 * Sets the stars of each row, whoever gave them, which administrators may. Values are those of the rating routes: ids are UUIDs in
 * lower case, half stars from 1 to 10. At most some thousands of rows a call: the store is locked meanwhile, where it is a file.
 */
export async function saveRatingBatch(
  { writeStore, now, newWrite }: BatchDeps,
  rows: readonly RatingRow[],
  caller: Caller,
): Promise<SavedRatings> {
  if (caller.role !== 'administrator') throw new Rejected('forbidden');
  const { value, write, subjects } = await writeStore.write(
    async (tx) => {
      const erased = await tx.holdUsers(rows.map(({ userId }) => userId));
      const due = rows.filter(({ userId }) => !erased.has(userId));
      const idOf = await movieFinder(tx, due);
      const saved = await tx.saveRatings(
        due.map(({ movie, userId, halfStars }) => ({ movieId: idOf(movie), userId, halfStars })),
      );
      const answers = saved.values();
      return rows.map(({ userId }) =>
        erased.has(userId) ? 'user-not-found' : (answers.next().value ?? 'movie-not-found'),
      );
    },
    { providerId: caller.id, origin: caller.origin, now: now(), write: newWrite() },
  );
  return { rows: value, token: { write, subjects } };
}

/** Asks the store only where rows name movies by more than an id. */
async function movieFinder(tx: WriteTransaction, rows: readonly RatingRow[]) {
  const named = new Map(
    rows
      .filter(({ movie }) => movie.tmdbId !== null || movie.imdbId !== null)
      .map(({ movie }) => [movie.id, movie]),
  );
  const found = named.size === 0 ? [] : await tx.findMovies([...named.values()]);
  const ids = new Set(found.map(({ id }) => id));
  const byTmdbId = new Map(found.map(({ tmdbId, id }) => [tmdbId, id]));
  const byImdbId = new Map(found.map(({ imdbId, id }) => [imdbId, id]));
  return ({ id, tmdbId, imdbId }: NamedMovie): string => {
    if (ids.has(id)) return id;
    const named =
      (tmdbId === null ? undefined : byTmdbId.get(tmdbId)) ??
      (imdbId === null ? undefined : byImdbId.get(imdbId));
    return named ?? id;
  };
}
