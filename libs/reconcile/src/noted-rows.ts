/** Rows that must be in the view, as digests: what a walk through its tables is held against. */
import { hash } from 'node:crypto';
import { addressOf, addressText, type RowAddress, type ViewRow } from '@marquee/projection';
import type { StoredRow } from '@marquee/view-store';

export interface NotedRows {
  /** Of those that were not met yet. */
  readonly size: number;
  hasRoom(): boolean;
  note(row: ViewRow): void;
  /** Whether what stands there is what was noted; `null` where nothing was. It counts as met in any case. */
  meet(place: RowAddress, stored: StoredRow): boolean | null;
  /** Whether it was noted, and not met. */
  isMissing(row: ViewRow): boolean;
}

/** Holds up to `limit` rows, of some 100 bytes each. */
export function noteRows(limit: number): NotedRows {
  const noted = new Map<number, number>();
  return {
    get size() {
      return noted.size;
    },
    hasRoom: () => noted.size < limit,
    note(row) {
      noted.set(placeDigest(addressOf(row)), contentDigest(row));
    },
    meet(place, { version, row }) {
      const digest = placeDigest(place);
      const content = noted.get(digest);
      if (content === undefined) return null;
      noted.delete(digest);
      return row?.version === version && contentDigest(row) === content;
    },
    isMissing: (row) => noted.has(placeDigest(addressOf(row))),
  };
}

const placeDigest = (place: RowAddress) => digestOf(addressText(place));

function contentDigest(row: ViewRow): number {
  const cells = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(JSON.stringify(cells));
}

/** 48 bits: one difference in a hundred million is overlooked. */
const digestOf = (text: string) => hash('sha1', text, 'buffer').readUIntBE(0, 6);
