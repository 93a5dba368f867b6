/** Records that go leave their versions behind, so that those made anew under their ids are newer. */
import type { RecordKeys, RecordType } from '@marquee/contracts';
import { deletedVersionsBy } from '../deleted-versions.js';
import { changed, chunksOf, floorOf, nextVersion, runRows, type Scope } from '../scope.js';
import type { Reading } from './read-records.js';

/** Of those of these that were deleted. */
export async function deletedVersions(
  { run, statements }: Reading,
  type: RecordType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return await deletedVersionsBy(run, statements.records.deleted, { type, ids });
}

/** The version of a record that is made under this id; it counts as deleted no longer. */
export async function firstVersion(scope: Scope, type: RecordType, id: string): Promise<number> {
  return (await firstVersions(scope, type, [id])).get(id) ?? floorOf(scope);
}

/** As `firstVersion`, of many: by id. */
export async function firstVersions(
  scope: Scope,
  type: RecordType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { run, statements } = scope;
  const versions = new Map<string, number>();
  for (const chunk of chunksOf(ids)) {
    const deleted = await deletedVersions(scope, type, chunk);
    if (deleted.size > 0)
      await run(statements.records.forgetDeleted, { type, ids: [...deleted.keys()] });
    for (const id of chunk) versions.set(id, nextVersion(scope, deleted.get(id) ?? 0));
  }
  return versions;
}

export interface Gone<Type extends RecordType> {
  readonly id: string;
  /** That it had. */
  readonly version: number;
  readonly keys: RecordKeys[Type];
}

/** To be called where their rows have been deleted: notes their versions, and tells the view. */
export async function noteDeleted<Type extends RecordType>(
  scope: Scope,
  type: Type,
  gone: readonly Gone<Type>[],
): Promise<void> {
  const { run, statements } = scope;
  const rows = gone.map(({ id, version }) => {
    return { type, id, version: nextVersion(scope, version) };
  });
  await runRows(run, statements.records.insertDeleted, rows);
  for (const [index, { id, version }] of rows.entries())
    changed(scope, { kind: type, subject: id, version, before: gone[index]?.keys ?? null });
}
