import type { WriteStore } from '@marquee/write-store';
import { measuredBytes } from '../measured-bytes.js';
import { type ExportSelection, exportRows } from './export-rows.js';

export interface ExportSums {
  readonly rows: number;
  /** SHA-256 of all bytes, in hexadecimal. */
  readonly sha256: string;
}

export interface ExportedBytes {
  /** NDJSON in UTF-8, some hundred kilobytes at a time; to be read once. */
  readonly bytes: AsyncIterable<Buffer>;
  /** Of what has been read so far. */
  sums(): ExportSums;
}

export function exportBytes(store: WriteStore, selection: ExportSelection): ExportedBytes {
  let count = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const rows of exportRows(store, selection)) {
      if (rows.length === 0) continue;
      count += rows.length;
      yield Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
  }
  const { pieces, sums } = measuredBytes(lines());
  return { bytes: pieces, sums: () => ({ rows: count, sha256: sums().digest }) };
}
