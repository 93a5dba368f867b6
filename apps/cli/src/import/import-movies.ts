/** Rows in, movies and ratings out: reads the inputs in order, stores batch after batch, and never stops at a bad row. */
import { setTimeout as sleep } from 'node:timers/promises';
import { batches } from './batches.js';
import { addCounts, type Counts, totalOf } from './counts.js';
import type { FileFormat, FormatContext } from './formats/file-format.js';
import type { ImportState, StateFile } from './import-state.js';
import type { Source } from './read/open-source.js';
import { readRows } from './read/read-rows.js';
import { type RefusalFile, refusalFile } from './refusals.js';
import { type PendingWrite, type Save, saveBatch } from './save-batch.js';

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

/** Lets a running app have the write lock now and then. */
const pauseMs = 3;

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
    for await (const batch of batches(readRows(source, opened, run.context), position)) {
      const saved = await saveBatch(run.save, batch);
      await refusals.append(saved.refused);
      counts = addCounts(counts, saved.counts);
      const refusedBytes = files.map(({ bytes }) => bytes);
      await run.stateFile.save({ rows: position.rows, counts, refusedBytes });
      const bytesRead = earlierBytes + opened.bytesRead();
      const { holds } = batch.format;
      const rows = totalOf(saved.counts);
      await run.onProgress({ holds, rows, counts, bytesRead, writes: saved.writes });
      if (run.signal.aborted) return result(start, files, { counts, interrupted: true });
      await sleep(pauseMs);
    }
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
