/**
 * `movie_lists`
 * question: which movies come next in this ordering of this selection?
 * key: (list, bucket), then (sort_key, movie_id)
 * order: sort key, id; read both ways; rows without a sort value in bucket -1, see `tails.ts`
 * growth: four to six rows for each selection that a movie is in, some 25 a movie; buckets bound the partitions
 * writer: the projector alone, at the movie's version
 */
import {
  type MovieChanged,
  type MovieKeys,
  movieSorts,
  type SplitPoints,
} from '@marquee/contracts';
import { bucketOf } from './buckets.js';
import { gonePlaces, type ListPlace } from './gone-places.js';
import type { MovieBodies } from './movie-bodies.js';
import type { PutMovieRow, RemoveMovieRow } from './mutation.js';
import { listedSelectionsOf, listName } from './selections.js';
import { movieKeyOf } from './sort-key.js';
import { tailName, tailsOf } from './tails.js';

/**
 * Changes may come twice or out of order: the version decides, so nothing else may write these rows. Puts come before
 * removals, so that a movie which moves is for a moment at both places rather than at none.
 */
export function movieLists(
  { id, version, befores }: MovieChanged,
  bodies: MovieBodies | null,
  splits: SplitPoints,
): (PutMovieRow | RemoveMovieRow)[] {
  const now = bodies === null ? [] : placesOf(bodies.keys);
  const gone = gonePlaces(now, befores.flatMap(placesOf));
  const rowOf = ({ list, sortKey }: Place) => {
    const bucket = bucketOf(splits, list, { sortKey, id });
    return { table: 'movieLists', op: 'remove', list, bucket, sortKey, id, version } as const;
  };
  const puts = bodies === null ? [] : now.map((place) => putRow(rowOf(place), place, bodies));
  return [...puts, ...gone.map(rowOf)];
}

interface Place extends ListPlace {
  readonly sortValue: string | null;
}

function placesOf(keys: MovieKeys): Place[] {
  const values = movieSorts.map((sort) => ({
    sort,
    sortKey: movieKeyOf(sort, keys),
    sortValue: sort === 'title' ? keys.title : null,
  }));
  const valued = values.filter(({ sortKey }) => sortKey !== '');
  const tails = tailsOf(movieSorts.filter((_, index) => values[index]?.sortKey === ''));
  return listedSelectionsOf(keys).flatMap((selection) => [
    ...valued.map(({ sort, sortKey, sortValue }) => {
      return { list: listName(selection, sort), sortKey, sortValue };
    }),
    ...tails.map((tail) => ({ list: tailName(selection, tail), sortKey: '', sortValue: null })),
  ]);
}

/** Field by field: there are dozens of rows a movie, and spreading objects took most of the projection's time. */
function putRow(row: RemoveMovieRow, { sortValue }: Place, bodies: MovieBodies): PutMovieRow {
  return {
    table: row.table,
    op: 'put',
    list: row.list,
    bucket: row.bucket,
    sortKey: row.sortKey,
    id: row.id,
    version: row.version,
    sortValue,
    fullJson: bodies.listedJson,
    summaryJson: bodies.summaryJson,
    filters: bodies.filtersJson,
  };
}
