/** In which partition of its list a row stands. */
import type { Position, SplitPoints } from '@marquee/contracts';

/** Holds the rows of a list that have no sort value. */
export const UNVALUED_BUCKET = -1;

/** Number of split points at or below the position; lists without any are one bucket, 0. */
export function bucketOf(splits: SplitPoints, list: string, position: Position): number {
  if (position.sortKey === '') return UNVALUED_BUCKET;
  const points = splits[list] ?? [];
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = points[middle];
    if (point !== undefined && comparePositions(point, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By key, then id: ASCII both, so code units are bytes. */
export function comparePositions(a: Position, b: Position): number {
  if (a.sortKey !== b.sortKey) return a.sortKey < b.sortKey ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
