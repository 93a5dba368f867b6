/**
 * What belongs to users is written while they are held, so that nothing of it comes after the erasure. They are held before anything of
 * theirs is locked.
 */
import { chunksOf, type Scope } from './scope.js';
import type { UserRow } from './users.js';

type Holding = Pick<Scope, 'run' | 'statements'>;
type HeldRow = Pick<UserRow, 'id' | 'is_erased'>;

export async function holdUser(
  { run, statements }: Holding,
  id: string,
): Promise<'there' | 'erased' | 'unknown'> {
  const [row] = await run<HeldRow>(statements.users.hold, { ids: [id] });
  if (row === undefined) return 'unknown';
  return row.is_erased ? 'erased' : 'there';
}

/** Returns those of them who were deleted before. Users may be of another issuer, so whoever is unknown may write. */
export async function holdUsers(
  { run, statements }: Holding,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const erased = new Set<string>();
  for (const chunk of chunksOf([...new Set(ids)].sort())) {
    const rows = await run<HeldRow>(statements.users.hold, { ids: chunk });
    for (const { id, is_erased } of rows) if (is_erased) erased.add(id);
  }
  return erased;
}
