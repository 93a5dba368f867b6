/**
 * `rating_lists` and `ratings_by_id`
 * question: what did this user rate best? who gave this movie four stars and more? did this user rate this movie?
 * key: lists (list, bucket), then (sort_key, rating_id); by id (rating_id)
 * order: half stars, day, id; read from the best and newest
 * growth: one or two list rows and a row by id for each rating, of some 100 bytes; the list of a movie is as long as the number of its
 *   good ratings, and readers begin at its top; ratings that were taken back keep their version without a body
 * writer: the projector alone, at the rating's version; the row by id after the list rows
 */
import type { RecordChange, SplitPoints, UserRating, UserRatingKeys } from '@marquee/contracts';
import { bucketOf } from './buckets.js';
import { gonePlaces } from './gone-places.js';
import type { PutListRow, RecordRows, RemoveListRow } from './mutation.js';
import { ratingListsOf } from './selections.js';

export function ratingRows(
  { id, version, record, befores }: RecordChange<'rating'>,
  splits: SplitPoints,
): RecordRows {
  const now = record === null ? [] : placesOf(record);
  const gone = gonePlaces(now, befores.flatMap(placesOf));
  const json = record === null ? null : ratingJsonOf(record);
  const rowOf = ({ list, sortKey }: (typeof now)[number]): RemoveListRow => {
    const bucket = bucketOf(splits, list, { sortKey, id });
    return { table: 'ratingLists', op: 'remove', list, bucket, sortKey, id, version };
  };
  const putRow = (row: RemoveListRow, json: string): PutListRow => {
    return { ...row, op: 'put', sortValue: null, json };
  };
  const puts = json === null ? [] : now.map((place) => putRow(rowOf(place), json));
  return [...puts, ...gone.map(rowOf), { table: 'ratingsById', id, version, json }];
}

/** Of a day and not of an instant: who changes the same stars all day moves between ten keys, and leaves as few befores. */
function placesOf(keys: UserRatingKeys) {
  const halfStars = `${keys.halfStars}`.padStart(2, '0');
  const sortKey = `${halfStars} ${keys.ratedOn}`;
  return ratingListsOf(keys).map((list) => ({ list, sortKey }));
}

/** What a row of a list says. */
export type ListedRating = Pick<UserRating, 'movieId' | 'userId' | 'halfStars'>;

export const listedRatingOf = (json: string): ListedRating => JSON.parse(json);

/** Short, since the rows of some thousand ratings are read at once; key and version have the rest. */
function ratingJsonOf({ movieId, userId, halfStars }: UserRating): string {
  const listed: ListedRating = { movieId, userId, halfStars };
  return JSON.stringify(listed);
}
