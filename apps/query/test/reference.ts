/** The lists as anyone would write them over an array: what the view is compared with. */
import type { Movie } from '@marquee/contracts';
import type { SortName } from '../src/movie-order.js';
import type { TestMovie } from './catalogue.js';

export interface ReferenceQuery {
  readonly sort?: SortName;
  readonly genre?: string;
  readonly tag?: string;
  readonly year?: string;
  readonly actor?: string;
  readonly provider?: string;
  readonly language?: string;
  readonly minRating?: string;
}

export function expectedMovies(movies: readonly TestMovie[], query: ReferenceQuery): Movie[] {
  const { sort = 'title' } = query;
  const found = movies.filter(({ movie }) => matches(movie, query));
  const sign = sort.startsWith('-') ? -1 : 1;
  const by = sort.replace('-', '');
  return found
    .map((entry) => ({ movie: entry.movie, value: sortValue(entry, by) }))
    .sort((a, b) => {
      if (a.value === null && b.value !== null) return 1;
      if (b.value === null && a.value !== null) return -1;
      return sign * (compare(a.value ?? '', b.value ?? '') || compare(a.movie.id, b.movie.id));
    })
    .map(({ movie }) => movie);
}

function matches(movie: Movie, query: ReferenceQuery): boolean {
  return (
    hasNames(movie.genres, query.genre) &&
    hasNames(movie.tags, query.tag) &&
    inYears(movie.year, query.year) &&
    (query.actor === undefined || movie.cast.some(({ actorId }) => actorId === query.actor)) &&
    (query.provider === undefined || movie.providerId === query.provider) &&
    (query.language === undefined || movie.language === query.language) &&
    (query.minRating === undefined ||
      (movie.rating.average !== null && movie.rating.average >= Number(query.minRating)))
  );
}

function hasNames(names: readonly string[], asked: string | undefined): boolean {
  if (asked === undefined) return true;
  return asked.includes('|')
    ? asked.split('|').some((name) => names.includes(name))
    : asked.split(',').every((name) => names.includes(name));
}

function inYears(year: number | null, asked: string | undefined): boolean {
  if (asked === undefined) return true;
  if (year === null) return false;
  if (!asked.includes('..')) return year === Number(asked);
  const [from, to] = asked.split('..');
  return (!from || year >= Number(from)) && (!to || year <= Number(to));
}

function sortValue({ movie, halfStars, ranks }: TestMovie, by: string): string | null {
  switch (by) {
    case 'title':
      return movie.title
        .normalize('NFD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/^(the|an|a) /, '');
    case 'releaseDate':
      return movie.releaseDate ?? (movie.year === null ? null : `${movie.year}-01-01`);
    case 'rating':
      return movie.rating.count === 0
        ? null
        : (Math.round(((60 + halfStars) * 50) / (10 + movie.rating.count)) / 100).toFixed(2);
    case 'plays':
    case 'popularity':
      return ranks[by] === null ? null : `${ranks[by]}`.padStart(20, '0');
    default:
      return movie.addedAt;
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
