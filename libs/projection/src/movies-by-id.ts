/**
 * `movies_by_id`
 * question: what is this movie, and which version of it has the view reached?
 * key: (movie_id)
 * order: none
 * growth: one row for each movie there ever was; deleted ones keep their version without a body
 * writer: the projector alone, at the movie's version, after all list rows of the same event
 */
import type { MovieChanged } from '@marquee/contracts';
import type { MovieBodies } from './movie-bodies.js';
import type { PutMovie } from './mutation.js';

export function moviesById({ id, version }: MovieChanged, bodies: MovieBodies | null): PutMovie {
  const fullJson = bodies?.fullJson ?? null;
  return { table: 'moviesById', id, version, fullJson, summaryJson: bodies?.summaryJson ?? null };
}
