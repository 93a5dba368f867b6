/** Rows in, movies out: reads the inputs in order, stores batch after batch, and never stops at a bad row. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SavedBatch } from '@marquee/command';
import { addCounts, type Counts, noCounts } from './counts.js';
import type { ImportState, StateFile } from './import-state.js';
import type { Source } from './open-source.js';
import { type PlannedRow, type RowFormat, rowPlanner } from './plan-row.js';
import { type Place, type ReadRow, readRows } from './read-rows.js';
import { type RefusalFile, type RefusedRow, refusalFile } from './refusals.js';

export interface ImportRun {
  readonly sources: readonly Source[];
  readonly format: RowFormat;
  readonly dataDir: string;
  readonly stateFile: StateFile;
  /** Stores rows in transactions of its own; each row answers for itself. */
  save(rows: readonly unknown[], mode: PlannedRow['mode']): Promise<SavedBatch>;
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

export interface PendingWrite {
  readonly write: string;
  readonly subjects: number;
  readonly rows: number;
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
const retryDelaysMs = [200, 1_000, 3_000, 10_000];

interface PlacedRow extends PlannedRow {
  readonly place: Place;
}

/** A batch in the making. */
interface Batch {
  readonly rows: PlacedRow[];
  readonly refused: RefusedRow[];
}

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
      const saved = await saveBatch(run, batch);
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

interface SavedRows {
  readonly counts: Counts;
  readonly refused: readonly RefusedRow[];
  readonly writes: readonly PendingWrite[];
}

async function saveBatch(run: ImportRun, batch: Batch): Promise<SavedRows> {
  let counts: Counts = { ...noCounts, refused: batch.refused.length };
  const refused = [...batch.refused];
  const writes: PendingWrite[] = [];
  for (const rows of sameModes(batch.rows)) {
    const saved = await saveAll(run, rows, 0);
    counts = addCounts(counts, saved.counts);
    refused.push(...saved.refused);
    writes.push(...saved.writes);
  }
  refused.sort((a, b) => a.place.row - b.place.row);
  return { counts, refused, writes };
}

/** Rows that the store could not take at the moment are tried again; the run fails when that lasts. */
async function saveAll(
  run: ImportRun,
  rows: readonly PlacedRow[],
  attempt: number,
): Promise<SavedRows> {
  const mode = rows[0]?.mode ?? 'createOnly';
  const saved = await run.save(
    rows.map(({ movie }) => movie),
    mode,
  );
  const later: PlacedRow[] = [];
  const refused: RefusedRow[] = [];
  const counts = { accepted: 0, replaced: 0, unchanged: 0, refused: 0 };
  for (const [index, row] of rows.entries()) {
    const outcome = saved.rows[index];
    if (outcome === undefined) throw new Error(`row ${row.place.row} was given no answer`);
    if (!('rejected' in outcome)) {
      counts[outcome.unchanged ? 'unchanged' : outcome.status === 201 ? 'accepted' : 'replaced']++;
    } else if (outcome.rejected.code === 'unavailable') {
      later.push(row);
    } else {
      counts.refused += 1;
      refused.push(rejectionOf(row, outcome.rejected));
    }
  }
  const writes = [{ ...saved.token, rows: rows.length - later.length }];
  if (later.length === 0) return { counts, refused, writes };
  const delayMs = retryDelaysMs[attempt];
  if (delayMs === undefined) throw new Error('The write store does not answer.');
  await sleep(delayMs);
  const rest = await saveAll(run, later, attempt + 1);
  return {
    counts: addCounts(counts, rest.counts),
    refused: [...refused, ...rest.refused],
    writes: [...writes, ...rest.writes],
  };
}

function rejectionOf(
  row: PlacedRow,
  rejected: { readonly code: string; readonly message: string; readonly faults: readonly object[] },
): RefusedRow {
  const { code, message, faults } = rejected;
  const reasons = faults.length > 0 ? faults : [{ code, detail: message }];
  return { place: row.place, faults: reasons as RefusedRow['faults'], row: row.movie };
}

/** Neighbours of one mode, in order. */
function sameModes(rows: readonly PlacedRow[]): PlacedRow[][] {
  const runs: PlacedRow[][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.[0]?.mode === row.mode) last.push(row);
    else runs.push([row]);
  }
  return runs;
}
