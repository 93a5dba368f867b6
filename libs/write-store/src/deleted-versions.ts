import type { Run } from './engine.js';
import type { Wide } from './rows.js';

/** Versions of those of these ids that were deleted, by the statement that finds them: what is made anew under an id must be newer. */
export async function deletedVersionsBy(
  run: Run,
  sql: string,
  asked: { readonly ids: readonly string[]; readonly type?: string },
): Promise<ReadonlyMap<string, number>> {
  if (asked.ids.length === 0) return new Map();
  const rows = await run<{ readonly id: string; readonly version: Wide }>(sql, asked);
  return new Map(rows.map(({ id, version }) => [id, Number(version)]));
}
