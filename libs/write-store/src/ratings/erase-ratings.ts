/** Ratings that go, many at once: each leaves its version, and is told to the view. */
import type { UserRating, UserRatingKeys } from '@marquee/contracts';
import { noteDeleted } from '../records/deleted-records.js';
import type { Scope } from '../scope.js';
import { type RatingRow, ratingOf } from './rating-row.js';

/** Ratings that one statement deletes. */
const RATINGS_A_STATEMENT = 1_000;

/** Of movies that are locked for change, and go: nobody folds these any more. */
export async function eraseRatingsOfMovies(
  scope: Scope,
  movieIds: readonly string[],
): Promise<void> {
  const { run, statements } = scope;
  const limit = RATINGS_A_STATEMENT;
  for (const movie of movieIds) {
    for (let taken = limit; taken === limit; ) {
      const rows = await run<RatingRow>(statements.ratings.takeOfMovie, { movie, limit });
      await noteRatingsGone(scope, rows.map(ratingOf));
      taken = rows.length;
    }
  }
}

/** To be called where their rows have been deleted. */
export async function noteRatingsGone(scope: Scope, ratings: readonly UserRating[]): Promise<void> {
  const gone = ratings.map((rating) => {
    return { id: rating.id, version: rating.version, keys: ratingKeysOf(rating) };
  });
  await noteDeleted(scope, 'rating', gone);
}

export const ratingKeysOf = ({ movieId, userId, halfStars, ratedOn }: UserRatingKeys) => ({
  ...{ movieId, userId, halfStars, ratedOn },
});
