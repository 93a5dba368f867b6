/** From ratings to suggestions. Pure: who is asked, and what of theirs comes first. */
import { GOOD_HALF_STARS } from '@marquee/contracts';
import type { ListedRating } from '@marquee/projection';

export const isGood = ({ halfStars }: ListedRating) => halfStars >= GOOD_HALF_STARS;

/** Users who gave these good ratings of what `userId` likes, but themself: those of most movies first, ties by id. */
export function likeMinded(
  userId: string,
  ratings: readonly ListedRating[],
  limit: number,
): readonly string[] {
  const shared = new Map<string, number>();
  for (const rating of ratings) {
    if (rating.userId === userId || !isGood(rating)) continue;
    shared.set(rating.userId, (shared.get(rating.userId) ?? 0) + 1);
  }
  return highestFirst(shared).slice(0, limit);
}

/** Movies by the sum of these good ratings, ties by id; without those that are `known`. */
export function bestMovies(
  ratings: readonly ListedRating[],
  known: ReadonlySet<string>,
): readonly string[] {
  const sums = new Map<string, number>();
  for (const rating of ratings) {
    const { movieId, halfStars } = rating;
    if (known.has(movieId) || !isGood(rating)) continue;
    sums.set(movieId, (sums.get(movieId) ?? 0) + halfStars);
  }
  return highestFirst(sums);
}

function highestFirst(scores: ReadonlyMap<string, number>): string[] {
  return [...scores]
    .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || (a < b ? -1 : 1))
    .map(([id]) => id);
}
