/** Puts into an index what the view has, and then what changes. */
import { setTimeout as sleep, setImmediate as yieldToOthers } from 'node:timers/promises';
import type { ChangedMovie, IndexSize, SearchIndex } from '@marquee/search';
import type { ViewTables } from '@marquee/view-store';
import type { SearchChange } from './search-feed.js';

/** An embedded view reads so many in a millisecond or two, in which it answers nobody else. */
const SCANNED_AT_ONCE = 50;
const READ_AT_ONCE = 100;
const PAUSE_MS = 50;

export type SearchedTables = Pick<ViewTables, 'scan' | 'moviesById' | 'movieVersions'>;

/** All movies, also deleted ones: an older change must not bring them back. Stops where `isWanted` no longer holds. */
export async function fillIndex(
  index: SearchIndex,
  tables: SearchedTables,
  isWanted: () => boolean,
): Promise<void> {
  for (let after: string | null = null; isWanted(); ) {
    const { rows, next } = await tables.scan('moviesById', {
      ...{ after, limit: SCANNED_AT_ONCE, whole: true },
    });
    await index.apply(
      rows.flatMap(({ version, row }) =>
        row?.table === 'moviesById' ? [{ id: row.id, version, json: row.fullJson }] : [],
      ),
    );
    if (next === null) return;
    after = next;
    await yieldToOthers();
  }
}

/** The movies among these changes as they are now; waits for those that the tables do not have yet. */
export async function applyChanges(
  index: SearchIndex,
  tables: () => SearchedTables,
  changes: readonly SearchChange[],
): Promise<IndexSize> {
  const newest = new Map<string, number>();
  for (const { kind, id, version } of changes) {
    if (kind === 'movie') newest.set(id, Math.max(version, newest.get(id) ?? 0));
  }
  let size = await index.apply([]);
  const missing: Wanted[] = [...newest];
  while (missing.length > 0) {
    const asked = missing.splice(0, READ_AT_ONCE);
    const { found, late } = await readMovies(tables(), asked);
    size = await index.apply(found);
    missing.push(...late);
    if (found.length === 0) await sleep(PAUSE_MS); // another generation has it first
  }
  return size;
}

type Wanted = readonly [id: string, version: number];

/** Those that the view has at this version at least, and those that it has not. */
async function readMovies(tables: SearchedTables, wanted: readonly Wanted[]) {
  const ids = wanted.map(([id]) => id);
  const bodies = await tables.moviesById(ids, 'full');
  const gone = ids.filter((_, n) => bodies[n] === null);
  const versions = gone.length === 0 ? new Map() : await tables.movieVersions(gone);
  const found: ChangedMovie[] = [];
  const late: Wanted[] = [];
  for (const [n, [id, version]] of wanted.entries()) {
    const body = bodies[n] ?? null;
    if ((body?.version ?? versions.get(id) ?? 0) < version) late.push([id, version]);
    // Gone at the change's own version, not at that of the tables: it may have been made anew since they were asked for its body.
    else found.push(body ?? { id, version, json: null });
  }
  return { found, late };
}
