/** Names of selections: what lists and totals are kept for. */
import {
  type CommentKeys,
  GOOD_HALF_STARS,
  type MovieKeys,
  type MovieSort,
  movieSorts,
  type UserRatingKeys,
} from '@marquee/contracts';

export const ALL_MOVIES = 'all';
/** In totals alone: the number of actors. */
export const ALL_ACTORS = 'actors';
/** In totals alone: how often the movie was played. */
export const playsSelection = (movieId: string) => `plays:${movieId}`;

export const genreSelection = (name: string) => `genre:${name}`;
export const tagSelection = (name: string) => `tag:${name}`;
export const yearSelection = (year: number) => `year:${year}`;
export const providerSelection = (id: string) => `provider:${id}`;
/** Its movies stand in `actor_movies`, not in lists. */
export const actorSelection = (id: string) => `actor:${id}`;

/** The selections whose lists this movie stands in; each once. */
export function listedSelectionsOf(movie: MovieKeys): readonly string[] {
  return [
    ...new Set([
      ALL_MOVIES,
      ...movie.genres.map(genreSelection),
      ...movie.tags.map(tagSelection),
      ...(movie.year === null ? [] : [yearSelection(movie.year)]),
      providerSelection(movie.providerId),
    ]),
  ];
}

/** The selections whose totals count this movie; each once. */
export function countedSelectionsOf(movie: MovieKeys): readonly string[] {
  return [...listedSelectionsOf(movie), ...new Set(movie.actorIds.map(actorSelection))];
}

/** Names may hold any character, `/` too: what follows the last one is the sort. */
export const listName = (selection: string, sort: MovieSort) => `${selection}/${sort}`;

/** The lists of a selection, one for each ordering. */
export const listsOfSelection = (selection: string) =>
  movieSorts.map((sort) => listName(selection, sort));

/** The lists of actors, by name, that hold one of this birth date. */
export function actorListsOf(birthDate: string | null): readonly string[] {
  return birthDate === null ? [ALL_ACTOR_LIST] : [ALL_ACTOR_LIST, birthDateList(birthDate)];
}

export const ALL_ACTOR_LIST = 'all';
export const birthDateList = (day: string) => `birthDate:${day}`;

/** Both a list and a total. */
export const movieComments = (movieId: string) => `comments:movie:${movieId}`;
export const userComments = (userId: string) => `comments:user:${userId}`;

/** The lists that a comment stands in, which its totals count too. */
export const commentSelectionsOf = ({
  movieId,
  userId,
}: Pick<CommentKeys, 'movieId' | 'userId'>) => [movieComments(movieId), userComments(userId)];

/** Lists alone; nothing counts them. */
export const startedList = (country: string, day: string) => `started:${country}:${day}`;
export const completedList = (playerId: string) => `completed:${playerId}`;
export const sessionDaysList = (country: string) => `days:${country}`;
/** A list of all that this user rated, and one of the good ratings of this movie; no totals count them. */
export const userRatings = (userId: string) => `ratings:user:${userId}`;
export const movieRatings = (movieId: string) => `ratings:movie:${movieId}`;

/** The lists that a rating stands in. */
export function ratingListsOf({
  movieId,
  userId,
  halfStars,
}: Pick<UserRatingKeys, 'movieId' | 'userId' | 'halfStars'>): readonly string[] {
  const good = halfStars >= GOOD_HALF_STARS;
  return good ? [userRatings(userId), movieRatings(movieId)] : [userRatings(userId)];
}
