/** Which file makes the rows of each type of record. */
import type { RecordChange, RecordChanged, RecordType, SplitPoints } from '@marquee/contracts';
import { commentRows } from './comment-rows.js';
import type { RecordRows } from './mutation.js';

const rowsOf: {
  readonly [Type in RecordType]: (change: RecordChange<Type>, splits: SplitPoints) => RecordRows;
} = {
  comment: commentRows,
};

export function recordRows(change: RecordChanged, splits: SplitPoints): RecordRows {
  return rowsOf[change.type](change, splits);
}
