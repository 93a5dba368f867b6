import { createHash } from 'node:crypto';
import type { WriteStore } from '@marquee/write-store';
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
  const hash = createHash('sha256');
  let count = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const rows of exportRows(store, selection)) {
      if (rows.length === 0) continue;
      const piece = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      hash.update(piece);
      count += rows.length;
      yield piece;
    }
  }
  return { bytes: lines(), sums: () => ({ rows: count, sha256: hash.copy().digest('hex') }) };
}
