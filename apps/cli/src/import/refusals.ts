/** The file beside an input that holds its refused rows: one JSON line each, with place and reasons. */
import { isUtf8 } from 'node:buffer';
import { access, constants, mkdir, open, rm, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RefusedRow, Source } from '@marquee/import';

export interface RefusalFile {
  readonly path: string;
  /** How long it is; what a run that was cut off goes back to. */
  readonly bytes: number;
  append(rows: readonly RefusedRow[]): Promise<void>;
}

/** Opens the file at the length that an earlier run left; made when the first row is refused. */
export async function refusalFile(
  source: Source,
  dataDir: string,
  keepBytes: number,
): Promise<RefusalFile> {
  const path = await placeFor(source, dataDir);
  if (keepBytes === 0) await rm(path, { force: true });
  else await truncate(path, keepBytes);
  let bytes = keepBytes;
  return {
    path,
    get bytes() {
      return bytes;
    },
    async append(rows) {
      if (rows.length === 0) return;
      const file = await open(path, 'a');
      try {
        const text = Buffer.from(rows.map(lineOf).join(''));
        await file.appendFile(text);
        bytes += text.length;
      } finally {
        await file.close();
      }
    },
  };
}

/** Beside the input; in `DATA_DIR/imports` for standard input and where nothing can be written beside it. */
async function placeFor(source: Source, dataDir: string): Promise<string> {
  const imports = join(dataDir, 'imports');
  await mkdir(imports, { recursive: true });
  if (source.path === null) return join(imports, 'stdin.refused.ndjson');
  const writable = await access(dirname(source.path), constants.W_OK).then(
    () => true,
    () => false,
  );
  const name = `${basename(source.path)}.refused.ndjson`;
  return join(writable ? dirname(source.path) : imports, name);
}

function lineOf({ place, faults, row }: RefusedRow): string {
  const shown = Buffer.isBuffer(row) ? textOf(row) : { value: row };
  return `${JSON.stringify({ row: place.row, line: place.line, reasons: faults, ...shown })}\n`;
}

const textOf = (bytes: Buffer) =>
  isUtf8(bytes) ? { text: bytes.toString('utf8').trim() } : { base64: bytes.toString('base64') };
