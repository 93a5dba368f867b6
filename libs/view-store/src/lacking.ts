import { type Generation, Rejected } from '@marquee/contracts';
import { hasTable, type ListTable, type TableById } from '@marquee/projection';

/**
 * A generation that an older release made lacks what is newer: until a rebuild, nobody can read that.
 * @throws {Rejected} `view-behind`
 */
export function mustHave(generation: Generation, table: ListTable | TableById): void {
  if (hasTable(generation, table)) return;
  throw new Rejected('view-behind', 'The view is older than this: it must be rebuilt first.');
}
