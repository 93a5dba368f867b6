/**
 * `comment_lists` and `comments_by_id`
 * question: what was said of this movie, or by this user, most recently? what is this comment?
 * key: lists (list, bucket), then (sort_key, comment_id); by id (comment_id)
 * order: time of making, id; read from the newest
 * growth: two list rows and a row by id for each comment; a list is one movie's or one user's, some hundred bytes a comment and
 *   the text, so it stays far from what a partition may hold; deleted ones keep their version without a body
 * writer: the projector alone, at the comment's version; the row by id after both list rows
 */
import type { Comment, CommentKeys, RecordChange, SplitPoints } from '@marquee/contracts';
import { bucketOf } from './buckets.js';
import { gonePlaces } from './gone-places.js';
import type { PutListRow, RecordRows, RemoveListRow } from './mutation.js';
import { commentSelectionsOf } from './selections.js';

export function commentRows(
  { id, version, record, befores }: RecordChange<'comment'>,
  splits: SplitPoints,
): RecordRows {
  const now = record === null ? [] : placesOf(record);
  const gone = gonePlaces(now, befores.flatMap(placesOf));
  const json = record === null ? null : commentJsonOf(record);
  const rowOf = ({ list, sortKey }: (typeof now)[number]): RemoveListRow => {
    const bucket = bucketOf(splits, list, { sortKey, id });
    return { table: 'commentLists', op: 'remove', list, bucket, sortKey, id, version };
  };
  const putRow = (row: RemoveListRow, json: string): PutListRow => {
    return { ...row, op: 'put', sortValue: null, json };
  };
  const puts = json === null ? [] : now.map((place) => putRow(rowOf(place), json));
  return [...puts, ...gone.map(rowOf), { table: 'commentsById', id, version, json }];
}

const placesOf = (keys: CommentKeys) =>
  commentSelectionsOf(keys).map((list) => ({ list, sortKey: keys.createdAt }));

/** Field by field: whatever else the write model holds of a comment stays out of the view. */
function commentJsonOf({ id, movieId, userId, text, createdAt, version }: Comment): string {
  const comment: Comment = { id, movieId, userId, text, createdAt, version };
  return JSON.stringify(comment);
}
