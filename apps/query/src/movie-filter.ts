import type { MovieFilters } from '@marquee/projection';
import type { Condition } from './selection.js';

/** Whether a movie fulfils all conditions but those on actors, which only a filmography can answer. */
export function fulfils(movie: MovieFilters, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => holds(movie, condition));
}

function holds(movie: MovieFilters, condition: Condition): boolean {
  switch (condition.field) {
    case 'genre':
      return condition.anyOf.some((name) => movie.genres.includes(name));
    case 'tag':
      return condition.anyOf.some((name) => movie.tags.includes(name));
    case 'year':
      return movie.year !== null && movie.year >= condition.from && movie.year <= condition.to;
    case 'provider':
      return movie.provider === condition.is;
    case 'language':
      return movie.language?.toLowerCase() === condition.is;
    case 'minRating':
      return movie.average !== null && movie.average >= condition.least;
    case 'actor':
      return true;
  }
}
