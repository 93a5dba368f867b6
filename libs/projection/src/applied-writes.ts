/**
 * `applied_writes`
 * question: does the view have all of this write yet?
 * key: (write), then (subject)
 * order: none: rows of a write are counted
 * growth: one row for each subject of each write, gone after a day
 * writer: the projector alone, after everything else of the same event
 */
import type { CoveredWrite } from '@marquee/contracts';
import type { PutAppliedWrite } from './mutation.js';

export function appliedWrites(covers: readonly CoveredWrite[]): PutAppliedWrite[] {
  return covers.map(({ write, subject, position }) => {
    const at = position === undefined ? {} : { position };
    return { table: 'appliedWrites', write, subject, ...at };
  });
}
