import { type RawRow, type RowSplitter, rowCollector } from './raw-row.js';

const LF = 0x0a;

/** Rows of NDJSON: one a line, ended by LF or CRLF; blank lines are passed over. */
export function lineSplitter(): RowSplitter {
  const row = rowCollector();
  let line = 1;

  /** Adds a piece of a line, from its first visible byte on. */
  const add = (bytes: Buffer) => {
    if (!row.open) {
      if (!bytes.some((byte) => !isBlank(byte))) return;
      row.begin(line);
    }
    row.add(bytes);
  };

  return {
    push(chunk) {
      const rows: RawRow[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
        add(chunk.subarray(start, end));
        if (row.open) rows.push(row.finish());
        line += 1;
        start = end + 1;
      }
      add(chunk.subarray(start));
      return rows;
    },
    end: () => (row.open ? [row.finish()] : []),
  };
}

/** Blanks of JSON. */
export const isBlank = (byte: number) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
