import type { StoredGeneration, ViewStore, ViewTables } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';

export const liveGeneration = async (viewStore: ViewStore): Promise<StoredGeneration | undefined> =>
  (await viewStore.generations()).find(({ live }) => live);

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
    const live = await liveGeneration(viewStore);
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
  let live: ViewTables | null = null;
  let others: readonly ViewTables[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  const refresh = async () => {
    const registered = new Set((await writeStore.generations()).map(({ name }) => name));
    const stored = await viewStore.generations();
    const known = new Map([live, ...others].map((tables) => [tables?.generation.name, tables]));
    const open = (one: StoredGeneration) => known.get(one.name) ?? viewStore.open(one);
    const read = stored.find((one) => one.live);
    live = read === undefined ? null : open(read);
    others = stored.filter((one) => one !== read && registered.has(one.name)).map(open);
    askedAt = now();
  };
  const isFresh = async (tables: ViewTables) =>
    now() - ((await tables.heartbeat())?.at ?? 0) < FRESH_MS;
  return async () => {
    if (live === null || Math.abs(now() - askedAt) >= refreshMs) await refresh();
    if (live === null) return [];
    const written = [live];
    for (const tables of others) if (await isFresh(tables)) written.push(tables);
    return written;
  };
}
