/** A feed of what changed in a small view, made by looking at all versions again and again: each look is a position. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ViewTables } from '@marquee/view-store';
import type { SearchChange, SearchFeed } from '../src/search/search-feed.js';

export function scannedFeed(tables: () => Pick<ViewTables, 'scan'>, everyMs = 5): SearchFeed {
  let looks = 0;

  async function changesSince(known: Map<string, number>): Promise<SearchChange[]> {
    const { rows } = await tables().scan('moviesById', { after: null, limit: 10_000 });
    const changes: SearchChange[] = [];
    for (const { key, version } of rows) {
      const id = String(key[0]);
      if (known.get(id) === version) continue;
      known.set(id, version);
      changes.push({ kind: 'movie', id, version, at: Date.now() });
    }
    return changes;
  }

  return {
    reached: async () => looks,
    positionOf: async () => looks + 1, // the next one to begin sees what is there now
    follow(_, take) {
      const known = new Map<string, number>();
      let isStopped = false;
      async function go(): Promise<void> {
        while (!isStopped) {
          looks += 1;
          const position = looks;
          await take({ changes: await changesSince(known), position }).catch(() => {
            known.clear(); // all of them again
          });
          await sleep(everyMs);
        }
      }
      void go();
      return {
        ended: new Promise<never>(() => {}),
        stop() {
          isStopped = true;
        },
      };
    },
  };
}
