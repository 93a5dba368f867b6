import { chunksOf, type Scope } from './scope.js';

/**
 * What belongs to users is written while they are held, so that nothing of it comes after the erasure. Held before anything of theirs is
 * locked. Whoever is of another issuer is not in the answer.
 */
export async function holdUsers(
  { run, statements }: Pick<Scope, 'run' | 'statements'>,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, 'there' | 'erased'>> {
  type Row = { readonly id: string; readonly is_erased: number | boolean };
  const held = new Map<string, 'there' | 'erased'>();
  for (const chunk of chunksOf([...new Set(ids)].sort())) {
    const rows = await run<Row>(statements.users.hold, { ids: chunk });
    for (const { id, is_erased } of rows) held.set(id, is_erased ? 'erased' : 'there');
  }
  return held;
}

export async function holdUser(
  scope: Pick<Scope, 'run' | 'statements'>,
  id: string,
): Promise<'there' | 'erased' | 'unknown'> {
  return (await holdUsers(scope, [id])).get(id) ?? 'unknown';
}
