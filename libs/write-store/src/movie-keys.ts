/** What lists of movies are keyed by, and which selections a movie is in. */
import { type ActorKeys, type MovieKeys, unranked } from '@marquee/contracts';
import type { MovieState } from '@marquee/domain';

export function movieKeysOf({ content, ...movie }: MovieState): MovieKeys {
  return {
    title: content.title,
    releaseDate: content.releaseDate,
    year: content.year,
    addedAt: movie.addedAt,
    providerId: movie.providerId,
    genres: [...content.genres].sort(),
    tags: [...content.tags].sort(),
    actorIds: [...new Set(content.cast.map((part) => part.actorId))].sort(),
    ratingCount: movie.ratingCount,
    halfStars: movie.halfStars,
    ranks: movie.ranks,
  };
}

/**
 * Equal for keys that stand at the same places of all lists. Rating lists are keyed by a mean of
 * two decimals, so keys that differ only within it are one; else a movie that is rated all day
 * would keep thousands of earlier keys.
 */
export function placeOf(keys: MovieKeys): string {
  const { title, releaseDate, year, addedAt, providerId, genres, tags, actorIds } = keys;
  const rating = ratingPlaceOf(keys.ratingCount, keys.halfStars);
  const { plays, popularity } = keys.ranks ?? unranked;
  const lists = [genres, tags, actorIds];
  const values = [title, releaseDate, year, addedAt, providerId, rating, plays, popularity];
  return JSON.stringify([...values, ...lists]);
}

/**
 * The weighted mean, (30 + stars) / (10 + count), in steps of half a hundredth, which no rounding
 * to hundredths splits; a mean exactly on a step stands for itself, since it may be rounded either
 * way. All in integers.
 */
function ratingPlaceOf(count: number, halfStars: number): string {
  if (count === 0) return 'unrated';
  const numerator = 100 * (60 + halfStars);
  const denominator = 10 + count;
  const step = Math.floor(numerator / denominator);
  return numerator % denominator === 0 ? `${step}` : `${step}+`;
}

export const actorPlaceOf = ({ name, birthDate }: ActorKeys) => JSON.stringify([name, birthDate]);

/** The selections that count this movie. */
export function selectionsOf({ content, providerId }: MovieState): Set<string> {
  return new Set([
    'all',
    ...content.genres.map((name) => `genre:${name}`),
    ...content.tags.map((name) => `tag:${name}`),
    ...(content.year === null ? [] : [`year:${content.year}`]),
    `provider:${providerId}`,
    ...content.cast.map((part) => `actor:${part.actorId}`),
  ]);
}
