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
}

export interface PageRequest {
  readonly direction: Direction;
  readonly after: Position | null;
  readonly skip: number;
  readonly limit: number;
}

/** Part of the bound that is kept for looking back. */
const maxRowsLookedBack = 1_000;

export async function readPage<Row extends Position>(
  walk: Walk<Row>,
  { limit, ...start }: PageRequest,
): Promise<PageOf<Row>> {
  const [stretch, behindStart] = await Promise.all([
    walk({ ...start, want: limit + 1, maxRowsRead: MAX_ROWS_READ - 2 * maxRowsLookedBack }),
    start.after === null ? false : anyRow(walk, opposite(start.direction), start.after),
  ]);
  const rows = stretch.rows.slice(0, limit);
  const onward = placeBeyond(stretch, rows, start.direction);
  const back = await placeBehind(walk, start, { stretch, behindStart });
  return start.direction === 'next'
    ? { rows, next: onward, previous: back }
    : { rows: rows.reverse(), next: back, previous: onward };
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

/** Where a walk the other way begins that ends before this page, or `null` where there is nothing. */
async function placeBehind<Row extends Position>(
  walk: Walk<Row>,
  start: Omit<PageRequest, 'limit'>,
  seen: { readonly stretch: Stretch<Row>; readonly behindStart: boolean },
): Promise<Place<Row> | null> {
  if (start.after === null && start.skip === 0) return null;
  const direction = opposite(start.direction);
  const { stretch } = seen;
  // Nothing was met from the start on, so what there is lies behind it: the last page of the walk back.
  const from = stretch.rows[0] ?? (stretch.stop === 'bound' ? stretch.first : null);
  const exists = seen.behindStart || (await anyRow(walk, direction, from));
  return exists ? { direction, after: from, skip: 0 } : null;
}

async function anyRow<Row extends Position>(
  walk: Walk<Row>,
  direction: Direction,
  after: Position | null,
): Promise<boolean> {
  const { rows, stop } = await walk({
    direction,
    after,
    skip: 0,
    want: 1,
    maxRowsRead: maxRowsLookedBack,
  });
  return rows.length > 0 || stop === 'bound';
}
