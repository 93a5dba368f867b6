/** From the bytes of a file to its rows. */
import type { Fault } from '@marquee/contracts';

/** Where a row stands in its file: both from 1; a header is no row. */
export interface Place {
  readonly row: number;
  readonly line: number;
}

export type ReadRow = GoodRow | UnreadableRow;

export interface GoodRow {
  readonly place: Place;
  readonly value: unknown;
}

export interface UnreadableRow {
  readonly place: Place;
  readonly faults: readonly Fault[];
  /** As it stands; only its beginning when it is too long. */
  readonly bytes: Buffer;
}

/** Holds no more than one row; what cannot be read is a refusal of that row alone. */
export interface RowReader {
  push(chunk: Buffer): ReadRow[];
  /** The stream has ended. */
  end(): ReadRow[];
}

/** What a whole file is refused for, before any row of it is read. */
export class UnusableFile extends Error {
  override name = 'UnusableFile';
}
