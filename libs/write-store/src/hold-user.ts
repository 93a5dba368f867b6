import type { Scope } from './scope.js';
import type { UserRow } from './users.js';

/** What belongs to a user is written while the user is held, so that nothing of it comes after the erasure. */
export async function holdUser(
  { run, statements }: Pick<Scope, 'run' | 'statements'>,
  id: string,
): Promise<'there' | 'erased' | 'unknown'> {
  const [row] = await run<Pick<UserRow, 'is_erased'>>(statements.users.hold, { id });
  if (row === undefined) return 'unknown';
  return row.is_erased ? 'erased' : 'there';
}
