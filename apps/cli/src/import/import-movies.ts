/** Reads the inputs in order, and notes how far it has come. */
import {
  addCounts,
  type Counts,
  type FileFormat,
  type FormatContext,
  importRows,
  type PendingWrite,
  readRows,
  type Save,
  type Source,
  totalOf,
} from '@marquee/import';
import type { ImportState, StateFile } from './import-state.js';
import { type RefusalFile, refusalFile } from './refusals.js';

export interface ImportRun {
  readonly sources: readonly Source[];
  readonly context: FormatContext;
  readonly dataDir: string;
  readonly stateFile: StateFile;
  readonly save: Save;
  /** Called after each batch; waits as long as what it returns. */
  onProgress(progress: ImportProgress): Promise<void> | void;
  readonly signal: AbortSignal;
}

export interface ImportProgress {
  /** What is being read at the moment. */
  readonly holds: FileFormat['holds'];
  /** Rows of the last batch. */
  readonly rows: number;
  readonly counts: Counts;
  /** Bytes of the inputs that are read, as stored. */
  readonly bytesRead: number;
  /** What the last batch made: its writes, still on their way to the view. */
  readonly writes: readonly PendingWrite[];
}

export interface ImportResult {
  readonly counts: Counts;
  /** Rows that an earlier run had done. */
  readonly continuedAt: number;
  /** Files that hold refused rows. */
  readonly refusedFiles: readonly string[];
  /** The signal came before the end; the same command goes on from here. */
  readonly interrupted: boolean;
}

export async function importMovies(run: ImportRun): Promise<ImportResult> {
  const start = await run.stateFile.load();
  const files: RefusalFile[] = [];
  const position = { rows: 0, after: start.rows };
  let { counts } = start;
  let earlierBytes = 0;

  for (const [index, source] of run.sources.entries()) {
    const refusals = await refusalFile(source, run.dataDir, start.refusedBytes[index] ?? 0);
    files.push(refusals);
    const opened = source.open();
    const isThrough = await importRows(readRows(source, opened, run.context), {
      ...{ position, save: run.save, signal: run.signal },
      async onSaved(saved, holds) {
        await refusals.append(saved.refused);
        counts = addCounts(counts, saved.counts);
        const refusedBytes = files.map(({ bytes }) => bytes);
        await run.stateFile.save({ rows: position.rows, counts, refusedBytes });
        const bytesRead = earlierBytes + opened.bytesRead();
        const rows = totalOf(saved.counts);
        await run.onProgress({ holds, rows, counts, bytesRead, writes: saved.writes });
      },
    });
    if (!isThrough) return result(start, files, { counts, interrupted: true });
    earlierBytes += opened.bytesRead();
  }
  await run.stateFile.remove();
  return result(start, files, { counts, interrupted: false });
}

function result(
  start: ImportState,
  files: readonly RefusalFile[],
  end: { readonly counts: Counts; readonly interrupted: boolean },
): ImportResult {
  const refusedFiles = files.filter(({ bytes }) => bytes > 0).map(({ path }) => path);
  return { ...end, continuedAt: start.rows, refusedFiles };
}
