/** One page of a walk, and the places from which its neighbours are read. */
import type { Position } from '@marquee/contracts';
import type { Direction } from './movie-order.js';
import { MAX_ROWS_READ, type Stretch, type Walk } from './walk.js';

/** Where a page begins: beyond a row, or (`null`) at the end that its direction comes from. */
export interface Place<Row extends Position> {
  readonly direction: Direction;
  readonly after: Row | null;
  /** Rows to pass over first. */
  readonly skip: number;
}

export interface PageOf<Row extends Position> {
  /** In the order's own direction, whichever way it was walked. */
  readonly rows: readonly Row[];
  readonly next: Place<Row> | null;
  readonly previous: Place<Row> | null;
  /** What was looked at: beyond the first place, up to and with the last; `null`: to that end of the list. */
  readonly seen: { readonly after: Position | null; readonly last: Position | null };
}

export interface PageRequest {
  readonly direction: Direction;
  readonly after: Position | null;
  readonly skip: number;
  readonly limit: number;
}

export async function readPage<Row extends Position>(
  walk: Walk<Row>,
  { limit, ...start }: PageRequest,
): Promise<PageOf<Row>> {
  const stretch = await walk({ ...start, want: limit + 1, maxRowsRead: MAX_ROWS_READ });
  const rows = stretch.rows.slice(0, limit);
  const onward = placeBeyond(stretch, rows, start.direction);
  const back = placeBehind(stretch, start);
  const seen = { after: start.after, last: stretch.stop === 'end' ? null : stretch.last };
  return start.direction === 'next'
    ? { rows, next: onward, previous: back, seen }
    : { rows: rows.reverse(), next: back, previous: onward, seen };
}

const opposite = (direction: Direction): Direction => (direction === 'next' ? 'previous' : 'next');

/** Where the walk goes on, or `null` at its end. */
function placeBeyond<Row extends Position>(
  stretch: Stretch<Row>,
  rows: readonly Row[],
  direction: Direction,
): Place<Row> | null {
  const lastShown = rows.at(-1);
  if (stretch.rows.length > rows.length && lastShown !== undefined) {
    return { direction, after: lastShown, skip: 0 };
  }
  if (stretch.stop !== 'bound' || stretch.last === null) return null;
  return { direction, after: stretch.last, skip: stretch.skipLeft };
}

/**
 * Where the walk the other way begins, or `null` on the very first page. A page that was reached by a cursor has a way back,
 * since its reader came from there: looking for rows would cost every page a second read, to tell those few apart whose
 * neighbours are all gone since.
 */
function placeBehind<Row extends Position>(
  stretch: Stretch<Row>,
  start: Omit<PageRequest, 'limit'>,
): Place<Row> | null {
  const nothingPassed = start.after === null && stretch.skipLeft === start.skip;
  if (nothingPassed) return null;
  // Where the page is empty, all that there is lies behind it: the last page of the walk back.
  const from = stretch.rows[0] ?? (stretch.stop === 'bound' ? stretch.first : null);
  return { direction: opposite(start.direction), after: from, skip: 0 };
}
