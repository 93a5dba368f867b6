/** Movies and questions for the tests. */
import type { IndexedMovie, MovieIndex, SearchFilter } from '../src/index.js';

const nothing = {
  ...{ originalTitle: null, synopsis: null, year: null, genres: [], tags: [], directors: [] },
  ...{ cast: [], rating: { average: null, count: 0 } },
};

export type MovieParts = Partial<Omit<IndexedMovie, 'cast' | 'rating'>> & {
  readonly title: string;
  readonly actors?: readonly string[];
  readonly ratings?: number;
};

export const idOf = (n: number) => `0190a001-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
export const actorIdOf = (name: string) => `actor of ${name}`;

export function movieOf(
  n: number,
  { actors = [], ratings = 0, ...parts }: MovieParts,
): IndexedMovie {
  const cast = actors.map((name, order) => {
    return { actorId: actorIdOf(name), name, character: null, order };
  });
  return { ...nothing, id: idOf(n), ...parts, cast, rating: { average: null, count: ratings } };
}

/** Puts them in, by numbers from 1 on. */
export function fill(index: MovieIndex, movies: readonly MovieParts[]): void {
  for (const [n, parts] of movies.entries()) index.put(movieOf(n + 1, parts), n + 1);
}

const everything: SearchFilter = { genres: [], years: [] };

/** The numbers of the movies that are found, in order. */
export function find(index: MovieIndex, text: string, filter = everything): number[] {
  const { hits } = index.search({ text, filter, direction: 'next', after: null, want: 100 });
  return hits.map(({ id }) => Number.parseInt(id.slice(-12), 16));
}
