/** What a view must be in the end, and what a noted write promises its reader. */
import { type PutAppliedWrite, project } from '@marquee/projection';
import { type RowMutation, referenceView } from '@marquee/testing';
import type { ModelGeneration } from './model-generation.js';
import type { ModelWriteStore } from './model-write-store.js';

/** The first difference between a generation and the projection of what the write model holds, or `null`. */
export function findFault(
  generations: readonly ModelGeneration[],
  store: ModelWriteStore,
): string | null {
  const open = store.rows().filter(({ state }) => state !== 'confirmed');
  if (open.length > 0) return `${open.length} outbox rows are never confirmed`;
  for (const { name, view, splits } of generations) {
    const expected = referenceView();
    for (const [id, { movie, version, halfStars, ranks }] of store.movies) {
      const event = { kind: 'movie', id, version, movie, halfStars, ranks, befores: [] } as const;
      for (const row of project({ ...event, covers: [] }, splits)) expected.apply(row);
    }
    const totals = store.totals.changeOf({ selections: store.totals.all(), covers: [] });
    for (const row of project(totals, splits)) expected.apply(row);
    const [actual, wanted] = [view.all(), expected.all()].map(bodies);
    const extra = [...(actual ?? [])].find((row) => !wanted?.has(row));
    if (extra !== undefined) return `${name} has ${extra}`;
    const missing = [...(wanted ?? [])].find((row) => !actual?.has(row));
    if (missing !== undefined) return `${name} lacks ${missing}`;
  }
  // A generation that was made later has no notes of what was written before.
  const unnoted = store.covers().find((cover) => !generations[0]?.notes(cover));
  return unnoted ? `${unnoted.subject} of ${unnoted.write} is never noted as applied` : null;
}

/** Rows that a reader can see. */
const bodies = (rows: readonly RowMutation[]) =>
  new Set(
    rows
      .filter(({ table }) => table !== 'appliedWrites')
      .filter((row) => row.table !== 'moviesById' || ('fullJson' in row && row.fullJson !== null))
      .map((row) => JSON.stringify(row)),
  );

/** @throws {Error} where a reader who waited for this write would see the movie as it was before */
export function checkNotedWrite(
  { view, versionOf, totalVersionOf, name }: ModelGeneration,
  store: ModelWriteStore,
  { write, subject }: PutAppliedWrite,
): void {
  const fold = store.foldOfWrite(write);
  if (subject.startsWith('totals:')) {
    const isOld = (selection: string) => totalVersionOf(selection) < (fold?.version ?? 0);
    const old = fold?.selections.find(isOld);
    if (old !== undefined) throw new Error(`${name} notes ${write} but has an old total of ${old}`);
    return;
  }
  const id = subject.slice('movie:'.length);
  const version = store.versionOfWrite(write);
  const isStale = (row: RowMutation) => row.id === id && (row.version ?? 0) < version;
  const stale =
    versionOf(id) < version ? 'the row by id' : JSON.stringify(view.all().find(isStale));
  if (stale !== undefined) throw new Error(`${name} notes ${write} but has ${stale}`);
}
