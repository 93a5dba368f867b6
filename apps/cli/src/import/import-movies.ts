/** Rows in, movies out: reads the inputs in order, stores batch after batch, and never stops at a bad row. */
import { setTimeout as sleep } from 'node:timers/promises';
import { addCounts, type Counts } from './counts.js';
import type { ImportState, StateFile } from './import-state.js';
import type { Source } from './open-source.js';
import { type PlannedRow, type RowFormat, rowPlanner } from './plan-row.js';
import { type ReadRow, readRows } from './read-rows.js';
import { type RefusalFile, type RefusedRow, refusalFile } from './refusals.js';
import { type Batch, type PendingWrite, type SaveRows, saveBatch } from './save-batch.js';

export interface ImportRun {
  readonly sources: readonly Source[];
  readonly format: RowFormat;
  readonly dataDir: string;
  readonly stateFile: StateFile;
  readonly save: SaveRows;
  /** Called after each batch; waits as long as what it returns. */
  onProgress(progress: ImportProgress): Promise<void> | void;
  readonly signal: AbortSignal;
}

export interface ImportProgress {
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

const rowsPerBatch = 100;
/** Lets a running app have the write lock now and then. */
const pauseMs = 3;

export async function importMovies(run: ImportRun): Promise<ImportResult> {
  const start = await run.stateFile.load();
  const plan = rowPlanner(run.format);
  const files: RefusalFile[] = [];
  const position = { rows: 0, after: start.rows };
  let { counts } = start;
  let earlierBytes = 0;

  for (const [index, source] of run.sources.entries()) {
    const refusals = await refusalFile(source, run.dataDir, start.refusedBytes[index] ?? 0);
    files.push(refusals);
    const opened = source.open();
    for await (const batch of batches(readRows(opened), plan, position)) {
      const saved = await saveBatch(run.save, batch);
      await refusals.append(saved.refused);
      counts = addCounts(counts, saved.counts);
      const refusedBytes = files.map(({ bytes }) => bytes);
      await run.stateFile.save({ rows: position.rows, counts, refusedBytes });
      const bytesRead = earlierBytes + opened.bytesRead();
      await run.onProgress({ counts, bytesRead, writes: saved.writes });
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

/** How many rows are read, and how many of them an earlier run has done. */
interface Position {
  rows: number;
  readonly after: number;
}

/** Every row is planned, so that repetitions are counted, but only those that are due are done. */
async function* batches(
  pieces: AsyncIterable<readonly ReadRow[]>,
  plan: (row: unknown) => PlannedRow | null,
  position: Position,
): AsyncGenerator<Batch> {
  let batch: Batch = { rows: [], refused: [] };
  for await (const piece of pieces) {
    for (const row of piece) {
      const planned = 'faults' in row ? null : plan(row.value);
      position.rows += 1;
      if (position.rows <= position.after) continue;
      if (planned !== null) batch.rows.push({ ...planned, place: row.place });
      else batch.refused.push(refusalOf(row));
      if (batch.rows.length + batch.refused.length < rowsPerBatch) continue;
      yield batch;
      batch = { rows: [], refused: [] };
    }
  }
  if (batch.rows.length + batch.refused.length > 0) yield batch;
}

function refusalOf(row: ReadRow): RefusedRow {
  if ('faults' in row) return { place: row.place, faults: row.faults, row: row.bytes };
  const faults = [{ code: 'not-an-object', detail: 'A row is an object.' }];
  return { place: row.place, faults, row: row.value };
}
