import type { ViewStore, ViewTables } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';

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

/** A generation whose newest heartbeat is older has no projector, or is far behind: nobody waits for it. */
const FRESH_MS = 10_000;

export interface WrittenTablesDeps {
  readonly writeStore: Pick<WriteStore, 'generations'>;
  readonly viewStore: ViewStore;
  readonly now: () => number;
  readonly refreshMs?: number;
}

/** Returns the tables of the live generation, and of all others that are being written: none before there is a live one. */
export function writtenTablesOf(deps: WrittenTablesDeps): () => Promise<readonly ViewTables[]> {
  const { writeStore, viewStore, now, refreshMs = 5_000 } = deps;
  const liveTables = liveTablesOf(viewStore, { now, refreshMs });
  let others: readonly ViewTables[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  const refresh = async () => {
    const registered = new Set((await writeStore.generations()).map(({ name }) => name));
    const stored = (await viewStore.generations()).filter(({ name }) => registered.has(name));
    const known = new Map(others.map((tables) => [tables.generation.name, tables]));
    others = stored.map((generation) => known.get(generation.name) ?? viewStore.open(generation));
    askedAt = now();
  };
  const isFresh = async (tables: ViewTables) =>
    now() - ((await tables.heartbeat())?.at ?? 0) < FRESH_MS;
  return async () => {
    const live = await liveTables();
    if (live === null) return [];
    if (now() - askedAt >= refreshMs) await refresh();
    const written = [live];
    for (const tables of others) {
      if (tables.generation.name === live.generation.name) continue;
      if (await isFresh(tables)) written.push(tables);
    }
    return written;
  };
}
