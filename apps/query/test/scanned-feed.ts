/** A feed of what changed in a small view, made by looking at all of it again and again: each look is a position. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ViewTables } from '@marquee/view-store';
import type { SearchChange, SearchFeed } from '../src/search/search-feed.js';

export function scannedFeed(tables: () => Pick<ViewTables, 'scan'>, everyMs = 5): SearchFeed {
  let looks = 0;
  const place = () => ({ beganAt: 0, position: looks });

  async function changesSince(known: Map<string, number>): Promise<SearchChange[]> {
    const { rows } = await tables().scan('moviesById', {
      ...{ after: null, limit: 10_000, whole: true },
    });
    return rows.flatMap(({ version, row }) => {
      if (row?.table !== 'moviesById' || known.get(row.id) === version) return [];
      known.set(row.id, version);
      return [{ kind: 'movie', id: row.id, version, at: Date.now(), json: row.fullJson }];
    });
  }

  return {
    newest: async () => place(),
    positionOf: async () => looks + 1, // the next one to begin sees what is there now
    async tail(_, { onChanges, signal }) {
      const known = new Map<string, number>();
      while (!signal.aborted) {
        looks += 1;
        const after = place();
        await onChanges(await changesSince(known), after);
        await sleep(everyMs);
      }
    },
  };
}
