/** The lists of the model, as anyone would write them over an array. */
import { callers, type Model, type ModelMovie } from './model.js';

export interface ListQuery {
  readonly query: string;
  readonly matches: (movie: ModelMovie) => boolean;
  /** Whether its size is known. */
  readonly counted: boolean;
}

export const genres = ['Drama', 'Noir', 'Sci-fi & Fantasy'] as const;
export const tags = ['heist', 'été'] as const;
export const years = [1999, 2000] as const;
export const languages = ['en', 'fr'] as const;

export function listQueries({ actors }: Model): readonly ListQuery[] {
  const counted = (query: string, matches: ListQuery['matches']) => {
    return { query, matches, counted: true };
  };
  const filtered = (query: string, matches: ListQuery['matches']) => {
    return { query, matches, counted: false };
  };
  const has = (kind: 'genres' | 'tags', name: string) => (movie: ModelMovie) =>
    movie.fields[kind].includes(name);
  const text = encodeURIComponent;
  return [
    counted('', () => true),
    ...[...genres, 'nobody’s'].map((name) => counted(`genre=${text(name)}`, has('genres', name))),
    ...tags.map((name) => counted(`tag=${text(name)}`, has('tags', name))),
    ...years.map((year) => counted(`year=${year}`, ({ fields }) => fields.year === year)),
    ...Object.values(callers).map(({ id }) =>
      counted(`provider=${id}`, ({ providerId }) => providerId === id),
    ),
    ...[...actors.keys()].map((id) =>
      counted(`actor=${id}`, ({ fields }) => fields.cast.some(({ actorId }) => actorId === id)),
    ),
    filtered(
      `genre=${text('Drama,Noir')}`,
      (movie) => has('genres', 'Drama')(movie) && has('genres', 'Noir')(movie),
    ),
    filtered(
      `genre=${text('Drama|Noir')}`,
      (movie) => has('genres', 'Drama')(movie) || has('genres', 'Noir')(movie),
    ),
    filtered('year=1999..2000', ({ fields }) => fields.year !== null),
    filtered('year=..1999', ({ fields }) => fields.year === 1999),
    filtered(
      'tag=heist&year=1999',
      (movie) => has('tags', 'heist')(movie) && movie.fields.year === 1999,
    ),
    ...languages.map((tag) => filtered(`language=${tag}`, ({ fields }) => fields.language === tag)),
    filtered('minRating=3', (movie) => (averageOf(movie) ?? 0) >= 3),
  ];
}

function averageOf({ stars }: ModelMovie): number | null {
  const sum = [...stars.values()].reduce((before, each) => before + each, 0);
  return stars.size === 0 ? null : Math.round((100 * sum) / stars.size) / 100;
}

/** Ids in order: without a value last either way, ties by id. `sort` as in the query. */
export function idsInOrder(movies: readonly ModelMovie[], sort: string): readonly string[] {
  const sign = sort.startsWith('-') ? -1 : 1;
  return movies
    .map((movie) => ({ id: movie.id, key: sortKey(movie, sort.replace('-', '')) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) {
        if (a.key !== b.key) return a.key === null ? 1 : -1;
        return sign * compare(a.id, b.id);
      }
      return sign * (compare(a.key, b.key) || compare(a.id, b.id));
    })
    .map(({ id }) => id);
}

function sortKey(movie: ModelMovie, by: string): string | null {
  const { title, releaseDate, year } = movie.fields;
  switch (by) {
    case 'title':
      return foldedOf(title).replace(/^(the|an|a) /, '');
    case 'releaseDate':
      return releaseDate ?? (year === null ? null : `${year}-01-01`);
    case 'addedAt':
      return movie.addedAt ?? '';
    case 'plays':
      return movie.plays === 0 ? null : inDigits(Number(movie.plays.toPrecision(2)));
    case 'popularity': {
      const average = averageOf(movie);
      if (movie.plays === 0 || average === null) return null;
      const plays = Number(movie.plays.toPrecision(2));
      return inDigits(Math.round(100 * Math.log10(plays) * average));
    }
    default: {
      const { stars } = movie;
      const halves = [...stars.values()].reduce((before, each) => before + 2 * each, 0);
      const hundredths = Math.round(((60 + halves) * 50) / (10 + stars.size));
      return stars.size === 0 ? null : String(hundredths).padStart(3, '0');
    }
  }
}

const inDigits = (n: number) => String(n).padStart(20, '0');

export const foldedOf = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
