/** The rows of an input as JSON values, each with its place; what cannot be read is a refusal of that row alone. */
import { isUtf8 } from 'node:buffer';
import type { Fault } from '@marquee/contracts';
import { DamagedSource, type OpenSource } from './open-source.js';
import { MAX_ROW_BYTES, type RawRow, type RowSplitter } from './raw-row.js';
import { arraySplitter } from './split-array.js';
import { isBlank, lineSplitter } from './split-lines.js';

/** Where a row stands in its file: both from 1. */
export interface Place {
  readonly row: number;
  readonly line: number;
}

export type ReadRow =
  | { readonly place: Place; readonly value: unknown }
  | { readonly place: Place; readonly faults: readonly Fault[]; readonly bytes: Buffer };

/** Yields the rows of each piece that is read, so that waiting is per piece and not per row. */
export async function* readRows(source: OpenSource): AsyncGenerator<readonly ReadRow[]> {
  let splitter: RowSplitter | null = null;
  let last: Place = { row: 0, line: 0 };
  let head: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of source.bytes) {
      let bytes = chunk;
      if (splitter === null) {
        head = Buffer.concat([head, chunk]);
        splitter = splitterFor(head);
        if (splitter === null) continue;
        bytes = withoutByteOrderMark(head);
      }
      const rows = splitter.push(bytes).map(parse);
      last = rows.at(-1)?.place ?? last;
      if (rows.length > 0) yield rows;
    }
  } catch (error) {
    if (!(error instanceof DamagedSource)) throw error;
    const place = { row: last.row + 1, line: last.line };
    const detail = `The file is damaged or cut off from here on (${error.message}).`;
    yield [{ place, faults: [{ code: 'damaged-file', detail }], bytes: Buffer.alloc(0) }];
    return;
  }
  const rest = splitter?.end().map(parse) ?? [];
  if (rest.length > 0) yield rest;
}

/** By the first visible byte: `[` begins an array, anything else is taken for NDJSON; `null` while there is none. */
function splitterFor(head: Buffer): RowSplitter | null {
  const first = withoutByteOrderMark(head).find((byte) => !isBlank(byte));
  if (first === undefined) return null;
  return first === 0x5b ? arraySplitter() : lineSplitter();
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked ? bytes.subarray(3) : bytes;
}

const faults = {
  'cut-off': 'The file ends in the middle of this row.',
  'too-long': `A row is at most ${MAX_ROW_BYTES} bytes long.`,
  'not-in-array': 'This stands outside the array of rows.',
} as const;

function parse(raw: RawRow): ReadRow {
  const place = { row: raw.row, line: raw.line };
  const refuse = (code: string, detail: string) => ({
    place,
    faults: [{ code, detail }],
    bytes: raw.bytes,
  });
  if (raw.fault !== undefined) return refuse(raw.fault, faults[raw.fault]);
  if (!isUtf8(raw.bytes)) return refuse('invalid-utf8', 'The row is not valid UTF-8.');
  try {
    return { place, value: JSON.parse(raw.bytes.toString('utf8')) };
  } catch (error) {
    return refuse('invalid-json', error instanceof Error ? error.message : String(error));
  }
}
