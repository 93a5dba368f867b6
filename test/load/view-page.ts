/** What a page of a list must hold, read from the view itself. */
import { openViewStore, type ViewTables } from '@marquee/view-store';

/** The tables that readers see, of the view at this URL; `close` ends it. */
export async function openLiveView(
  url: string,
): Promise<{ readonly tables: ViewTables; close(): Promise<void> }> {
  const store = openViewStore(url);
  const live = (await store.generations()).find((generation) => generation.live);
  if (live === undefined) throw new Error(`${url} has no live generation`);
  return { tables: store.open(live), close: () => store.close() };
}

/** How the body of a page begins that holds these movies: up to the cursors, which each process seals in its own way. */
export const beginningOf = (items: readonly string[], limit: number) =>
  `{"items":[${items.join(',')}],"page":{"limit":${limit},`;
