import type { UserRating } from '@marquee/contracts';
import type { Wide } from '../rows.js';

export interface RatingRow {
  readonly id: string;
  readonly version: Wide;
  readonly movie_id: string;
  readonly user_id: string;
  readonly half_stars: number;
  readonly rated_on: string;
}

export const ratingOf = (row: RatingRow): UserRating => ({
  id: row.id,
  movieId: row.movie_id,
  userId: row.user_id,
  halfStars: row.half_stars,
  ratedOn: row.rated_on,
  version: Number(row.version),
});
