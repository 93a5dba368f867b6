import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type ExportSelection, exportBytes } from '@marquee/command';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openStores } from '../open-stores.js';
import { createProgress } from '../progress.js';

export interface ExportOptions {
  /** `-` is standard output. */
  readonly file: string;
  readonly selection: ExportSelection;
  readonly gzip: boolean;
}

export async function runExport({ file, selection, gzip }: ExportOptions): Promise<ExitCode> {
  const stores = await openStores();
  const { writeStore } = stores;
  const progress = createProgress(process.stderr, Date.now);
  const part = `${file}.part`;
  try {
    await writeStore.check();
    const total = await writeStore.survey.count(selection.kind);
    const { bytes, sums } = exportBytes(writeStore, selection);
    const told = async function* () {
      for await (const piece of bytes) {
        yield piece;
        const { rows } = sums();
        progress.show(total === 0 ? 1 : Math.min(1, rows / total), `${rows} rows`);
      }
    };
    const output = file === '-' ? process.stdout : createWriteStream(part, { flush: true });
    await pipeline(told, gzip ? createGzip() : new PassThrough(), output);
    progress.end();
    const manifest = { kind: selection.kind, provider: selection.provider, ...sums() };
    if (file === '-') {
      console.error(JSON.stringify(manifest));
    } else {
      await writeFile(`${file}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
      await rename(part, file);
      console.log(`${manifest.rows} rows, SHA-256 ${manifest.sha256}: ${file}`);
    }
    return exitCodes.done;
  } catch (error) {
    if (file !== '-') await rm(part, { force: true });
    throw error;
  } finally {
    progress.end();
    await stores.close();
  }
}
