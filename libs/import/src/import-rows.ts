/** Rows in, movies and ratings out: stores batch after batch, and never stops at a bad row. */
import { setTimeout as sleep } from 'node:timers/promises';
import { batches, type Position } from './batches.js';
import type { FileFormat } from './formats/file-format.js';
import type { ReadPiece } from './read/read-rows.js';
import { type Save, type SavedRows, saveBatch } from './save-batch.js';

export interface RowsImport {
  /** Moves on with each batch. */
  readonly position: Position;
  readonly save: Save;
  /** Called after each batch, with what the rows of the input are. */
  onSaved(saved: SavedRows, holds: FileFormat['holds']): Promise<void>;
  /** Stops after the batch in hand. */
  readonly signal: AbortSignal;
}

/** Lets others have the write lock now and then. */
const pauseMs = 3;

/**
 * Whether it came to the end.
 * @throws {StoreUnavailable} when the store takes nothing for some 15 seconds
 */
export async function importRows(
  pieces: AsyncIterable<ReadPiece>,
  { position, save, onSaved, signal }: RowsImport,
): Promise<boolean> {
  for await (const batch of batches(pieces, position)) {
    await onSaved(await saveBatch(save, batch), batch.format.holds);
    if (signal.aborted) return false;
    await sleep(pauseMs);
  }
  return true;
}
