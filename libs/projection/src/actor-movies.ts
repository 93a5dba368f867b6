/**
 * `actor_movies`
 * question: which movies does this actor play in?
 * key: (actor_id), then (movie_id)
 * order: none: a filmography is read whole and sorted by the keys in its entries
 * growth: a row for each actor of each movie; the largest filmographies have some thousand
 * writer: the projector alone, at the movie's version
 */
import { type MovieChanged, movieSorts } from '@marquee/contracts';
import type { MovieBodies } from './movie-bodies.js';
import type { FilmographyEntry, PutActorMovie, RemoveActorMovie } from './mutation.js';
import { movieKeyOf } from './sort-key.js';

/** Puts for the whole cast, removals for who was in it before and is no more. */
export function actorMovies(
  { id, version, befores }: MovieChanged,
  bodies: MovieBodies | null,
): (PutActorMovie | RemoveActorMovie)[] {
  const now = new Set(bodies?.keys.actorIds);
  const before = new Set(befores.flatMap(({ actorIds }) => actorIds));
  const gone = [...before].filter((actorId) => !now.has(actorId)).sort();
  const entry = bodies === null ? '' : JSON.stringify(entryOf(bodies));
  const row = { table: 'actorMovies', id, version } as const;
  return [
    ...[...now].map((actorId) => ({ ...row, op: 'put' as const, actorId, entry })),
    ...gone.map((actorId) => ({ ...row, op: 'remove' as const, actorId })),
  ];
}

function entryOf({ keys, filters }: MovieBodies): FilmographyEntry {
  const sortKeys = movieSorts.map((sort) => [sort, movieKeyOf(sort, keys)] as const);
  const valued = Object.fromEntries(sortKeys.filter(([, key]) => key !== ''));
  return { ...filters, keys: valued, title: keys.title };
}
