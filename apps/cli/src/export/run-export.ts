import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { createChangeFeed } from '@marquee/change-feed';
import { noAnnouncements } from '@marquee/change-queue';
import { changesAfter, type ExportSelection, exportBytes } from '@marquee/command';
import { liveTablesOf } from '@marquee/reconcile';
import { createSealer, cursorKeysOf } from '@marquee/service';
import { type ExitCode, exitCodes } from '../exit-codes.js';
import { openStores, type Stores } from '../open-stores.js';
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
  const part = `${file}.part`;
  try {
    await writeStore.check();
    const after = await positionNow(stores);
    const total = await writeStore.survey.count(selection.kind);
    const { bytes, sums } = exportBytes(writeStore, selection);
    const progress = createProgress(process.stderr, Date.now);
    const told = async function* () {
      for await (const piece of bytes) {
        yield piece;
        const { rows } = sums();
        progress.show(total === 0 ? 1 : Math.min(1, rows / total), `${rows} rows`);
      }
    };
    const output = file === '-' ? process.stdout : createWriteStream(part, { flush: true });
    const packing = gzip ? createGzip() : new PassThrough();
    await pipeline(told, packing, output).finally(() => progress.end());
    const manifest = {
      ...{ kind: selection.kind, provider: selection.provider },
      ...{ ...sums(), changesAfter: after },
    };
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
    await stores.close();
  }
}

/** From where on `GET /changes` tells of what is not in the file; `null` where the view cannot tell. */
async function positionNow({ viewStore, settings }: Stores): Promise<string | null> {
  const tables = await liveTablesOf(viewStore, { now: Date.now })().catch(() => null);
  if (tables === null) return null;
  const feed = createChangeFeed({ announcements: noAnnouncements, tables: () => tables });
  try {
    return await changesAfter(feed, createSealer(cursorKeysOf(settings)));
  } finally {
    await feed.close();
  }
}
