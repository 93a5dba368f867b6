/** Which file makes the rows of each type of record. */
import type { RecordChange, RecordChanged, RecordType, SplitPoints } from '@marquee/contracts';
import { commentRows } from './comment-rows.js';
import type { RecordRows } from './mutation.js';
import { ratingRows } from './rating-rows.js';
import { sessionDayRows } from './session-day-rows.js';
import { sessionRows } from './session-rows.js';

const rowsOf: {
  readonly [Type in RecordType]: (change: RecordChange<Type>, splits: SplitPoints) => RecordRows;
} = {
  comment: commentRows,
  session: sessionRows,
  sessionDay: sessionDayRows,
  rating: ratingRows,
};

export function recordRows(change: RecordChanged, splits: SplitPoints): RecordRows {
  // The file of a record's own type takes the change.
  const rows: (change: never, splits: SplitPoints) => RecordRows = rowsOf[change.type];
  return rows(change as never, splits);
}
