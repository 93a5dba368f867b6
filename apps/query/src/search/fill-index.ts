import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { SearchIndex } from '@marquee/search';
import type { ViewTables } from '@marquee/view-store';

/** An embedded view reads so many in a millisecond or two, in which it answers nobody else. */
const SCANNED_AT_ONCE = 50;

/**
 * Puts all movies of the view into an index, also deleted ones: an older change must not bring them back.
 * Stops where `isWanted` no longer holds.
 */
export async function fillIndex(
  index: SearchIndex,
  tables: Pick<ViewTables, 'scan'>,
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
