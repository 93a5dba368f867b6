/** What a movie's rows hold, made once for each change and shared by all of its rows. */
import {
  type Movie,
  type MovieChanged,
  type MovieKeys,
  type Ranks,
  unranked,
} from '@marquee/contracts';
import type { MovieFilters } from './mutation.js';

/** A whole movie longer than this (bytes of UTF-8) is left out of list rows and read by id. */
export const MAX_LISTED_JSON_BYTES = 8_192;

export interface MovieBodies {
  readonly keys: MovieKeys;
  readonly filters: MovieFilters;
  readonly fullJson: string;
  /** `fullJson` where list rows may hold it. */
  readonly listedJson: string | null;
  readonly summaryJson: string;
  readonly filtersJson: string;
}

/** `null` for a deleted movie. */
export function movieBodiesOf({ movie, halfStars, ranks }: MovieChanged): MovieBodies | null {
  if (movie === null) return null;
  const { synopsis: _, cast: __, ...summary } = movie;
  const fullJson = JSON.stringify(movie);
  const filters = filtersOf(movie);
  return {
    keys: keysOfMovie(movie, halfStars, ranks),
    filters,
    fullJson,
    listedJson: Buffer.byteLength(fullJson) > MAX_LISTED_JSON_BYTES ? null : fullJson,
    summaryJson: JSON.stringify(summary),
    filtersJson: JSON.stringify(filters),
  };
}

/** What lists of movies are keyed by. */
export function keysOfMovie(movie: Movie, halfStars: number, ranks: Ranks = unranked): MovieKeys {
  const { title, releaseDate, year, addedAt, providerId, genres, tags, cast, rating } = movie;
  const actorIds = [...new Set(cast.map(({ actorId }) => actorId))].sort();
  const dates = { releaseDate, year, addedAt };
  return {
    title,
    ...dates,
    providerId,
    genres,
    tags,
    actorIds,
    ratingCount: rating.count,
    halfStars,
    ranks,
  };
}

function filtersOf({ genres, tags, year, language, providerId, rating }: Movie): MovieFilters {
  return { genres, tags, year, language, provider: providerId, average: rating.average };
}
