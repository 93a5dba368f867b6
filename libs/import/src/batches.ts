/** Rows into batches: planned one by one, saved together. */
import type { FileFormat } from './formats/file-format.js';
import type { ReadPiece } from './read/read-rows.js';
import type { ReadRow } from './read/row-reader.js';
import type { RefusedRow } from './refused-row.js';
import type { Batch, PlacedRow } from './save-batch.js';

/** How many rows are read, and how many of them an earlier run has done. */
export interface Position {
  rows: number;
  readonly after: number;
}

/** A transaction holds up all others where the store is a file: for some 50 ms, with this many. */
const movieBatch = 100;
const ratingBatch = 2_000;
/** So many rows that were not asked for are noted as done together. */
const skippedBatch = 20_000;

/** Every row is planned, so that repetitions are counted, but only those that are due are done. */
export async function* batches(
  pieces: AsyncIterable<ReadPiece>,
  position: Position,
): AsyncGenerator<Batch> {
  let batch: Batch | null = null;
  for await (const { format, rows } of pieces) {
    const size = format.holds === 'ratings' ? ratingBatch : movieBatch;
    for (const row of rows) {
      const placed = placedRow(row, format);
      position.rows += 1;
      if (position.rows <= position.after) continue;
      batch ??= emptyBatch(format);
      put(batch, placed);
      const isFull = batch.rows.length + batch.refused.length >= size;
      if (!isFull && batch.skipped < skippedBatch) continue;
      yield batch;
      batch = null;
    }
  }
  if (batch !== null) yield batch;
}

const emptyBatch = (format: FileFormat): Batch => ({ format, rows: [], refused: [], skipped: 0 });

/** `null` for a row that was not asked for. */
function placedRow(row: ReadRow, format: FileFormat): PlacedRow | RefusedRow | null {
  const { place } = row;
  if ('faults' in row) return { place, faults: row.faults, row: row.bytes };
  const plan = format.plan(row.value);
  if (plan.kind === 'refusal') return { place, faults: plan.faults, row: format.show(row.value) };
  if (plan.kind !== 'movie' && plan.kind !== 'actor' && plan.kind !== 'rating') return null;
  return { place, plan, value: row.value };
}

function put(batch: Batch, placed: PlacedRow | RefusedRow | null): void {
  if (placed === null) batch.skipped += 1;
  else if ('plan' in placed) batch.rows.push(placed);
  else batch.refused.push(placed);
}
