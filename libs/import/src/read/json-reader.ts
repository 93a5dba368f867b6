import { isUtf8 } from 'node:buffer';
import { MAX_ROW_BYTES, type RawRow, type RowSplitter } from './raw-row.js';
import type { ReadRow, RowReader } from './row-reader.js';

/** Deeper values are nothing of ours, and would overflow the stack of what walks through them. */
const MAX_DEPTH = 64;

/** Rows that are JSON values, cut by the splitter. */
export const jsonReader = (splitter: RowSplitter): RowReader => ({
  push: (chunk) => splitter.push(chunk).map(parse),
  end: () => splitter.end().map(parse),
});

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
    const value: unknown = JSON.parse(raw.bytes.toString('utf8'));
    if (!isDeeperThan(MAX_DEPTH, value)) return { place, value };
    return refuse('too-deep', `A row is nested at most ${MAX_DEPTH} levels deep.`);
  } catch (error) {
    return refuse('invalid-json', error instanceof Error ? error.message : String(error));
  }
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeperThan(depth - 1, inner));
}
