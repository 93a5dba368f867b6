/** How far an import has come, kept in `DATA_DIR/imports` until it is through: where it was cut off, the same run goes on. */

import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Counts, type FormatOptions, noCounts, type Source } from '@marquee/import';

export interface ImportState {
  /** Rows of all files, in order, that are done: stored or refused. */
  readonly rows: number;
  readonly counts: Counts;
  /** Length of each input's file of refused rows. */
  readonly refusedBytes: readonly number[];
}

export interface StateFile {
  load(): Promise<ImportState>;
  save(state: ImportState): Promise<void>;
  remove(): Promise<void>;
}

/**
 * The state of exactly this run: these files, unchanged, in this order, read in this way, into this store. It is a shortcut only: rows that are done
 * a second time change nothing. Standard input cannot be read again, so such a run has none.
 */
export function importStateFile(
  dataDir: string,
  sources: readonly Source[],
  target: { readonly writeStoreUrl: string; readonly options: FormatOptions },
): StateFile {
  const identity = sources.map(({ path, size, modifiedAtMs }) => [path, size, modifiedAtMs]);
  const key = createHash('sha256')
    .update(JSON.stringify([identity, target.writeStoreUrl, plain(target.options)]))
    .digest('hex')
    .slice(0, 32);
  const file = join(dataDir, 'imports', `${key}.json`);
  const isKept = sources.every(({ path, size }) => path !== null && size !== null);
  return {
    load: async () => (isKept ? ((await readState(file)) ?? fresh) : fresh),
    async save(state) {
      if (!isKept) return;
      await mkdir(join(dataDir, 'imports'), { recursive: true });
      // Whole or not at all, whenever the process ends.
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, JSON.stringify(state));
      await rename(draft, file);
    },
    remove: () => rm(file, { force: true }),
  };
}

/** As JSON has it, which knows no maps and sets. */
const plain = ({ columns, titleTypes, ...options }: FormatOptions) => ({
  ...options,
  columns: [...columns].sort(),
  titleTypes: [...titleTypes].sort(),
});

const fresh: ImportState = { rows: 0, counts: noCounts, refusedBytes: [] };

async function readState(file: string): Promise<ImportState | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const state: ImportState = JSON.parse(text);
    return Number.isSafeInteger(state.rows) && state.counts !== undefined ? state : null;
  } catch {
    return null;
  }
}
