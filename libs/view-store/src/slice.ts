/**
 * Walks a list across its buckets: first the rows that have a sort value, then those without one, whatever the sort's direction;
 * `previous` walks the same way back. Those without a value stand in bucket -1 of some lists, each in order of id, and are merged.
 * An adapter only reads ranges of single buckets.
 */
import type { Position } from '@marquee/contracts';
import { tailListsOf } from '@marquee/projection';
import type { SliceQuery } from './view-store.js';

/** A range of one bucket, both ends excluded, in ascending order or (`backward`) descending. */
export interface BucketSlice {
  readonly list: string;
  readonly bucket: number;
  readonly above: Position;
  readonly below: Position;
  readonly backward: boolean;
  readonly limit: number;
}

type Range = Pick<BucketSlice, 'above' | 'below'>;

export const VALUELESS_BUCKET = -1;
/** Above every ASCII text, in the order of bytes and of UTF-16 units. */
const HIGHEST = '\u{10ffff}';

/** Reads up to `query.limit` rows, from as few buckets as hold them. */
export async function readSlice<Row extends Position>(
  query: SliceQuery & { readonly prefix?: string },
  splits: readonly Position[],
  readBucket: (slice: BucketSlice) => Promise<readonly Row[]> | readonly Row[],
): Promise<Row[]> {
  const backward = (query.order === 'descending') !== (query.walk === 'previous');
  const rows: Row[] = [];
  for (const { range, places } of segments(query, splits, backward)) {
    for (const { lists, bucket } of places) {
      const limit = query.limit - rows.length;
      if (limit <= 0) return rows;
      const slices = lists.map((list) => readBucket({ list, bucket, ...range, backward, limit }));
      rows.push(...merged(await Promise.all(slices), { backward, limit }));
    }
  }
  return rows;
}

/** The first rows of them all; each is in order. */
function merged<Row extends Position>(
  slices: readonly (readonly Row[])[],
  { backward, limit }: { readonly backward: boolean; readonly limit: number },
): readonly Row[] {
  const [first = [], ...others] = slices.filter((rows) => rows.length > 0);
  if (others.length === 0) return first;
  const rows = [first, ...others].flat().sort((a, b) => (backward ? compare(b, a) : compare(a, b)));
  return rows.slice(0, limit);
}

/** Number of split points at or below a place: the bucket that it is in. */
export function bucketAt(place: Position, splits: readonly Position[]): number {
  let low = 0;
  let high = splits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const split = splits[middle];
    if (split !== undefined && compare(split, place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function segments(
  { list, walk, after, prefix = '' }: Omit<SliceQuery, 'limit'> & { prefix?: string },
  splits: readonly Position[],
  backward: boolean,
) {
  const kinds = walk === 'next' ? ['valued', 'valueless'] : ['valueless', 'valued'];
  const first = after === null ? kinds[0] : after.sortKey === '' ? 'valueless' : 'valued';
  const tails = tailListsOf(list);
  return kinds
    .slice(kinds.indexOf(first ?? 'valued'))
    .filter((kind) => kind === 'valued' || tails.length > 0)
    .map((kind) => {
      const range = beyond(rangeOf(prefix), kind === first ? after : null, backward);
      const places =
        kind === 'valued'
          ? bucketsOf(range, splits, backward).map((bucket) => ({ lists: [list], bucket }))
          : [{ lists: tails, bucket: VALUELESS_BUCKET }];
      return { range, places };
    });
}

/** Ids are never '', so the lower end leaves out no row. */
function rangeOf(prefix: string): Range {
  return {
    above: { sortKey: prefix, id: '' },
    below: { sortKey: `${prefix}${HIGHEST}`, id: '' },
  };
}

function beyond({ above, below }: Range, after: Position | null, backward: boolean): Range {
  if (after === null) return { above, below };
  if (backward) return { above, below: compare(after, below) < 0 ? after : below };
  return { above: compare(after, above) > 0 ? after : above, below };
}

function bucketsOf({ above, below }: Range, splits: readonly Position[], backward: boolean) {
  if (compare(above, below) >= 0) return [];
  const first = bucketAt(above, splits);
  const buckets = Array.from(
    { length: bucketAt(below, splits) - first + 1 },
    (_, index) => first + index,
  );
  return backward ? buckets.reverse() : buckets;
}

function compare(a: Position, b: Position): number {
  if (a.sortKey !== b.sortKey) return a.sortKey < b.sortKey ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
