/** One batch into the store: what the store refuses is a refusal of that row, what it cannot take now is tried again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SavedBatch } from '@marquee/command';
import type { Rejected } from '@marquee/contracts';
import { addCounts, type Counts, noCounts } from './counts.js';
import type { PlannedRow } from './plan-row.js';
import type { Place } from './read-rows.js';
import type { RefusedRow } from './refusals.js';

/** Stores rows in transactions of its own; each row answers for itself. */
export type SaveRows = (rows: readonly unknown[], mode: PlannedRow['mode']) => Promise<SavedBatch>;

/** A batch in the making. */
export interface Batch {
  readonly rows: PlacedRow[];
  /** Rows that could not be read. */
  readonly refused: RefusedRow[];
}

export interface PlacedRow extends PlannedRow {
  readonly place: Place;
}

/** A write of so many rows, on its way to the view. */
export interface PendingWrite {
  readonly write: string;
  readonly subjects: number;
  readonly rows: number;
}

const retryDelaysMs = [200, 1_000, 3_000, 10_000];

export interface SavedRows {
  readonly counts: Counts;
  readonly refused: readonly RefusedRow[];
  readonly writes: readonly PendingWrite[];
}

export async function saveBatch(save: SaveRows, batch: Batch): Promise<SavedRows> {
  let counts: Counts = { ...noCounts, refused: batch.refused.length };
  const refused = [...batch.refused];
  const writes: PendingWrite[] = [];
  for (const rows of sameModes(batch.rows)) {
    const saved = await saveAll(save, rows, 0);
    counts = addCounts(counts, saved.counts);
    refused.push(...saved.refused);
    writes.push(...saved.writes);
  }
  refused.sort((a, b) => a.place.row - b.place.row);
  return { counts, refused, writes };
}

/** Rows that the store could not take at the moment are tried again; the run fails when that lasts. */
async function saveAll(
  save: SaveRows,
  rows: readonly PlacedRow[],
  attempt: number,
): Promise<SavedRows> {
  const mode = rows[0]?.mode ?? 'createOnly';
  const saved = await save(
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
  const rest = await saveAll(save, later, attempt + 1);
  return {
    counts: addCounts(counts, rest.counts),
    refused: [...refused, ...rest.refused],
    writes: [...writes, ...rest.writes],
  };
}

function rejectionOf(row: PlacedRow, { code, message, faults }: Rejected): RefusedRow {
  const reasons = faults.length > 0 ? faults : [{ code, detail: message }];
  return { place: row.place, faults: reasons, row: row.movie };
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
