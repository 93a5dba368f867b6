import { isUtf8 } from 'node:buffer';
import { MAX_ROW_BYTES } from './raw-row.js';
import type { ReadRow, RowReader } from './row-reader.js';
import { lineSplitter } from './split-lines.js';

/** Rows of fields, one a line, in which a quotation mark is an ordinary character. The first line is the header, and no row. */
export function plainReader(delimiter: string): RowReader {
  const lines = lineSplitter();
  const read = (raws: ReturnType<typeof lines.push>) =>
    raws
      .filter(({ row }) => row > 1)
      .map(({ row, line, bytes, fault }): ReadRow => {
        const place = { row: row - 1, line };
        if (fault !== undefined) {
          const detail = `A row is at most ${MAX_ROW_BYTES} bytes long.`;
          return { place, faults: [{ code: 'too-long', detail }], bytes };
        }
        if (!isUtf8(bytes)) {
          const detail = 'The row is not valid UTF-8.';
          return { place, faults: [{ code: 'invalid-utf8', detail }], bytes };
        }
        const text = bytes.toString('utf8');
        return { place, value: (text.endsWith('\r') ? text.slice(0, -1) : text).split(delimiter) };
      });
  return { push: (chunk) => read(lines.push(chunk)), end: () => read(lines.end()) };
}
