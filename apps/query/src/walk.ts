/** Reading an order of rows from any place, in either direction. */
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Position } from '@marquee/contracts';
import { comparePlaces, type Direction, type Order } from './movie-order.js';

/** No request reads more rows than this to find those that it asks for. */
export const MAX_ROWS_READ = 10_000;

export interface Stride {
  readonly direction: Direction;
  /** Rows strictly beyond this place; `null` begins at the end that the direction comes from. */
  readonly after: Position | null;
  /** Rows to pass over before the first one. */
  readonly skip: number;
  readonly want: number;
  readonly maxRowsRead: number;
}

export interface Stretch<Row extends Position> {
  /** In the order of the walk; no id twice. */
  readonly rows: readonly Row[];
  /** Why there are no more: enough were found, nothing follows, or too many were read. */
  readonly stop: 'enough' | 'end' | 'bound';
  /** The first and last row that was looked at, also where it was passed over. */
  readonly first: Row | null;
  readonly last: Row | null;
  /** How many were still to be passed over when it stopped. */
  readonly skipLeft: number;
}

export type Walk<Row extends Position> = (stride: Stride) => Promise<Stretch<Row>>;

export interface Scan<Row extends Position> {
  readonly lists: readonly string[];
  readonly order: Order;
  /** Rows of one list, strictly beyond a place. */
  readonly read: (
    list: string,
    from: {
      readonly direction: Direction;
      readonly after: Position | null;
      readonly limit: number;
    },
  ) => Promise<readonly Row[]>;
  /** Which rows count; `null`: all. */
  readonly test: ((row: Row) => boolean) | null;
}

const maxChunk = 1_000;
const leastTestedChunk = 100;

interface Head<Row> {
  readonly list: string;
  rows: readonly Row[];
  at: number;
  after: Position | null;
  ended: boolean;
}

/** Walks several lists of one order as if they were one, without repeating what stands in more than one of them. */
export function scan<Row extends Position>({ lists, order, read, test }: Scan<Row>): Walk<Row> {
  return async ({ direction, after, skip, want, maxRowsRead }) => {
    const compare = comparePlaces(order, direction);
    const heads = lists.map((list): Head<Row> => ({ list, rows: [], at: 0, after, ended: false }));
    const found = collector<Row>(skip, want);
    // Where every row counts, what is asked for is bound enough.
    const most = lists.length === 1 && test === null ? skip + want : maxRowsRead;
    let rowsRead = 0;
    let chunk = test === null ? want + skip : Math.max(want * 4, leastTestedChunk);
    for (;;) {
      const starved = heads.filter((head) => head.at === head.rows.length && !head.ended);
      if (starved.length > 0) {
        const left = Math.floor((most - rowsRead) / starved.length);
        if (left < 1) return found.stop('bound');
        const limit = Math.min(chunk, left, maxChunk);
        rowsRead += await refill(starved, (head) =>
          read(head.list, { direction, after: head.after, limit }).then((rows) => ({
            rows,
            limit,
          })),
        );
        chunk *= 2;
        await yieldToOthers(); // an embedded store answers at once, and would keep all others waiting
        continue;
      }
      const row = takeFirst(heads, compare);
      if (row === null) return found.stop('end');
      if (found.offer(row, test) === want) return found.stop('enough');
    }
  };
}

async function refill<Row extends Position>(
  heads: readonly Head<Row>[],
  read: (head: Head<Row>) => Promise<{ readonly rows: readonly Row[]; readonly limit: number }>,
): Promise<number> {
  const counts = heads.map(async (head) => {
    const { rows, limit } = await read(head);
    head.rows = rows;
    head.at = 0;
    head.after = rows.at(-1) ?? head.after;
    head.ended = rows.length < limit;
    return rows.length;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function takeFirst<Row extends Position>(
  heads: readonly Head<Row>[],
  compare: (a: Position, b: Position) => number,
): Row | null {
  let first: { readonly head: Head<Row>; readonly row: Row } | null = null;
  for (const head of heads) {
    const row = head.rows[head.at];
    if (row !== undefined && (first === null || compare(row, first.row) < 0)) first = { head, row };
  }
  if (first === null) return null;
  first.head.at += 1;
  return first.row;
}

/** Gathers the rows of a stretch. A movie that moves while it is read may stand at two places: the first one counts. */
export function collector<Row extends Position>(skip: number, want: number) {
  const rows: Row[] = [];
  const ids = new Set<string>();
  let skipLeft = skip;
  let first: Row | null = null;
  let last: Row | null = null;
  return {
    /** Returns how many there are now. */
    offer(row: Row, test: ((row: Row) => boolean) | null): number {
      const repeated = last !== null && last.id === row.id && last.sortKey === row.sortKey;
      first ??= row;
      last = row;
      if (repeated || ids.has(row.id) || !(test?.(row) ?? true)) return rows.length;
      if (skipLeft > 0) {
        skipLeft -= 1;
        return rows.length;
      }
      if (rows.length < want) {
        ids.add(row.id);
        rows.push(row);
      }
      return rows.length;
    },
    stop: (stop: Stretch<Row>['stop']): Stretch<Row> => ({ rows, stop, first, last, skipLeft }),
  };
}
