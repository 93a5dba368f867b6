/** Walks over the lists of sessions, from the newest. */
import { countries, dayOf } from '@marquee/contracts';
import { completedList, sessionDaysList, startedList } from '@marquee/projection';
import type { ListRow, ViewTables } from '@marquee/view-store';
import type { Direction } from '../movie-order.js';
import { collector, type Stride, scan, type Walk } from '../walk.js';

export function completedWalk(tables: ViewTables, playerId: string): Walk<ListRow> {
  return scan<ListRow>({
    lists: [completedList(playerId)],
    order: 'descending',
    read: (list, { direction, after, limit }) =>
      tables.listSlice('sessionLists', {
        ...{ list, order: 'descending', walk: direction, after, limit },
      }),
    test: null,
  });
}

/** What was started in a country since an instant: a list for each of the days that have one, one after the other. */
export function startedWalk(tables: ViewTables, country: string, since: string): Walk<ListRow> {
  return async ({ direction, after, skip, want }) => {
    const found = collector<ListRow>(skip, want);
    // Walked towards the newest, the oldest that counts is where it begins.
    const begin = after ?? (direction === 'previous' ? { sortKey: since, id: '' } : null);
    for await (const day of daysFrom(tables, country, { direction, after: begin })) {
      if (direction === 'next' && day < dayOf(since)) break;
      const place = begin !== null && dayOf(begin.sortKey) === day ? begin : null;
      const list = startedList(country, day);
      const rows = await tables.listSlice('sessionLists', {
        ...{ list, order: 'descending', walk: direction, after: place, limit: want + skip },
      });
      for (const row of rows) {
        if (row.sortKey < since) return found.stop('end');
        if (found.offer(row, null) === want) return found.stop('enough');
      }
    }
    return found.stop('end');
  };
}

const DAYS_A_READ = 31;

/** The days of a country that may have sessions beyond a place, in the walk's order, with the day of the place itself. */
async function* daysFrom(
  tables: ViewTables,
  country: string,
  { direction, after }: Pick<Stride, 'direction' | 'after'>,
): AsyncGenerator<string> {
  let place = after && besideDay(dayOf(after.sortKey), direction);
  for (;;) {
    const rows = await tables.listSlice('sessionDays', {
      ...{ list: sessionDaysList(country), order: 'descending', walk: direction },
      ...{ after: place, limit: DAYS_A_READ },
    });
    for (const { sortKey } of rows) yield sortKey;
    const last = rows.at(-1);
    if (last === undefined || rows.length < DAYS_A_READ) return;
    place = { sortKey: last.sortKey, id: last.id };
  }
}

/** Just before the day in the walk's order: ids of days are made of letters and digits. */
const besideDay = (day: string, direction: Direction) => {
  return { sortKey: day, id: direction === 'next' ? '~' : '' };
};

const COUNTRIES_AT_ONCE = 32;

/** Those in which sessions were started since an instant, or on the day before it. */
export async function countriesSince(tables: ViewTables, since: string): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < countries.length; at += COUNTRIES_AT_ONCE) {
    const asked = countries.slice(at, at + COUNTRIES_AT_ONCE).map(async (country) => {
      const [newest] = await tables.listSlice('sessionDays', {
        ...{ list: sessionDaysList(country), order: 'descending', walk: 'next' },
        ...{ after: null, limit: 1 },
      });
      return newest !== undefined && newest.sortKey >= dayOf(since) ? [country] : [];
    });
    found.push(...(await Promise.all(asked)).flat());
  }
  return found;
}
