import type { ViewStore, ViewTables } from '@marquee/view-store';

/** Returns the tables of the live generation, or `null` before there is one; asks which one it is every few seconds. */
export function liveTablesOf(
  viewStore: ViewStore,
  { now, refreshMs = 5_000 }: { readonly now: () => number; readonly refreshMs?: number },
): () => Promise<ViewTables | null> {
  let tables: ViewTables | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    // Either way: the clock may have been set back.
    if (tables !== null && Math.abs(now() - askedAt) < refreshMs) return tables;
    const generations = await viewStore.generations();
    const live = generations.find((generation) => generation.live);
    if (live?.name !== tables?.generation.name) {
      tables = live === undefined ? null : viewStore.open(live);
    }
    askedAt = now();
    return tables;
  };
}
