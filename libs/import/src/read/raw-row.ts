/** A row as it stands in a file, before anything is known about it. */
export interface RawRow {
  /** Number of the row in its file, from 1. */
  readonly row: number;
  /** The line where it begins, from 1. */
  readonly line: number;
  /** As it stands; only its beginning when it is too long. */
  readonly bytes: Buffer;
  /** Why it cannot be read, where that is known already. */
  readonly fault?: RawRowFault;
}

export type RawRowFault = 'cut-off' | 'too-long' | 'not-in-array';

/** Cuts a stream of bytes into rows. Holds no more than one row. */
export interface RowSplitter {
  push(chunk: Buffer): RawRow[];
  /** The stream has ended. */
  end(): RawRow[];
}

/** As long as a body that the command API takes. */
export const MAX_ROW_BYTES = 1_048_576;

export interface RowCollector {
  /** Whether a row has begun. */
  readonly open: boolean;
  begin(line: number): void;
  add(bytes: Buffer): void;
  finish(fault?: RawRowFault): RawRow;
}

/** Gathers the bytes of one row after another, never more than `MAX_ROW_BYTES`. */
export function rowCollector(): RowCollector {
  let rows = 0;
  let startLine = 1;
  let open = false;
  let parts: Buffer[] = [];
  let length = 0;
  return {
    get open() {
      return open;
    },
    begin(line) {
      open = true;
      startLine = line;
    },
    add(bytes) {
      if (length <= MAX_ROW_BYTES) parts.push(bytes.subarray(0, MAX_ROW_BYTES + 1 - length));
      length += bytes.length;
    },
    finish(fault) {
      rows += 1;
      // A copy: what is kept must not hold on to whole chunks of the file.
      const bytes = Buffer.concat(parts);
      const found = length > MAX_ROW_BYTES ? 'too-long' : fault;
      const row = { row: rows, line: startLine, bytes };
      open = false;
      parts = [];
      length = 0;
      return found === undefined ? row : { ...row, fault: found };
    },
  };
}
