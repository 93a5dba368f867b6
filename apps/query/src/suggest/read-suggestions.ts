/** The reads of suggestions: never more than `bounds` allow, some of them at once. */
import { setImmediate } from 'node:timers/promises';
import { ratingIdOf } from '@marquee/contracts';
import { type ListedRating, listedRatingOf, movieRatings, userRatings } from '@marquee/projection';
import type { StoredJson, ViewTables } from '@marquee/view-store';
import { bestMovies, isGood, likeMinded } from './score-suggestions.js';

export interface SuggestionBounds {
  /** Of the person's own good ratings: the best and newest. */
  readonly ownRatings: number;
  /** Of the good ratings of each of those movies: the best and newest. */
  readonly ratersOfMovie: number;
  /** Of those who gave them: who share most of the movies. */
  readonly raters: number;
  /** Of the good ratings of each of those: the best and newest. */
  readonly ratingsOfRater: number;
  /** Of what they like: how many are looked at until there are enough. */
  readonly candidates: number;
}

/** At most 301 slices of lists, of 15,200 rows, and 2,000 rows by id. */
export const suggestionBounds: SuggestionBounds = {
  ...{ ownRatings: 100, ratersOfMovie: 50, raters: 200, ratingsOfRater: 50, candidates: 1_000 },
};

interface Asked {
  readonly userId: string;
  readonly limit: number;
  readonly fields: 'full' | 'summary';
}

/** Movies, the highest sum first: as many as asked for, where there are. */
export async function readSuggestions(
  tables: ViewTables,
  { userId, limit, fields }: Asked,
  bounds = suggestionBounds,
): Promise<readonly string[]> {
  const best = goodRatings(tables);
  const own = await best(userRatings(userId), bounds.ownRatings);
  const known = new Set(own.map(({ movieId }) => movieId));
  const theirs = await eachOf([...known], async (movieId) => {
    // One more: the person's own may be among them.
    const rows = await best(movieRatings(movieId), bounds.ratersOfMovie + 1);
    return rows.filter((rating) => rating.userId !== userId).slice(0, bounds.ratersOfMovie);
  });
  const raters = likeMinded(userId, theirs.flat(), bounds.raters);
  const liked = await eachOf(raters, (rater) => best(userRatings(rater), bounds.ratingsOfRater));
  const candidates = bestMovies(liked.flat(), known).slice(0, bounds.candidates);
  const found: string[] = [];
  for (const movieIds of chunksOf(candidates, MOVIES_AT_ONCE)) {
    if (found.length >= limit) break;
    const movies = await unratedMovies(tables, { userId, movieIds, fields });
    found.push(...movies.map(({ json }) => json));
  }
  return found.slice(0, limit);
}

const goodRatings =
  (tables: ViewTables) =>
  async (list: string, limit: number): Promise<ListedRating[]> => {
    const slice = { list, order: 'descending', walk: 'next', after: null, limit } as const;
    const rows = await tables.listSlice('ratingLists', slice);
    return rows.map(({ json }) => listedRatingOf(json)).filter(isGood);
  };

const MOVIES_AT_ONCE = 100;

/** Those of these that are there, and that the user gave no stars at all. */
async function unratedMovies(
  tables: ViewTables,
  {
    userId,
    movieIds,
    fields,
  }: Pick<Asked, 'userId' | 'fields'> & { readonly movieIds: readonly string[] },
): Promise<readonly StoredJson[]> {
  const ids = movieIds.map((movieId) => ratingIdOf({ movieId, userId }));
  const rated = await tables.rowsById('ratingsById', ids);
  const unrated = movieIds.filter((_, index) => rated[index] === null);
  const movies = await tables.moviesById(unrated, fields);
  return movies.filter((movie) => movie !== null);
}

const LISTS_AT_ONCE = 32;

/** Between some and the next, other requests have their turn: stores in a file answer without waiting. */
async function eachOf<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (const chunk of chunksOf(items, LISTS_AT_ONCE)) {
    results.push(...(await Promise.all(chunk.map(read))));
    await setImmediate();
  }
  return results;
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
