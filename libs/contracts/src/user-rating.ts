import { type Static, Type } from 'typebox';
import { date, uuid } from './schema.js';

/** What one user gave one movie, as it travels. */
export const UserRating = Type.Object(
  {
    id: Type.String({ description: 'The ids of user and movie with a colon between them.' }),
    movieId: uuid(),
    userId: uuid(),
    halfStars: Type.Integer({ minimum: 1, maximum: 10 }),
    ratedOn: date({
      description: 'When these stars were given. A day, so that lists have few keys.',
    }),
    version: Type.Integer(),
  },
  { additionalProperties: false },
);
export type UserRating = Static<typeof UserRating>;

/** Every field that a list of ratings is keyed by. */
export type UserRatingKeys = Pick<UserRating, 'movieId' | 'userId' | 'halfStars' | 'ratedOn'>;

/** From here on a rating says that the movie was liked. */
export const GOOD_HALF_STARS = 8;

/** The one id of this user's rating of this movie. The user stands first, since ratings come by user: neighbours are then stored as neighbours. */
export const ratingIdOf = ({ movieId, userId }: Pick<UserRating, 'movieId' | 'userId'>) =>
  `${userId}:${movieId}`;
