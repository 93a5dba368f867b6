/** Pages of records that stand in lists by their time, the newest first. */
import type { ListTable } from '@marquee/projection';
import type { Sealer } from '@marquee/service';
import type { ListRow, ViewTables } from '@marquee/view-store';
import type { CursorPlace } from './cursor.js';
import { startOf } from './movie-list-query.js';
import { finishPage, type PageContent } from './page-answer.js';
import type { FinishedPage } from './pages/finished-page.js';
import { DEFAULT_LIMIT } from './query-schemas.js';
import { type Place, readPage } from './read-page.js';
import { scan } from './walk.js';

export interface RecordList {
  readonly table: ListTable;
  /** Whose total has the same name. */
  readonly list: string;
}

export interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly skip?: number;
}

export interface AskedPage extends RecordList {
  readonly start: CursorPlace;
  readonly limit: number;
}

/** @throws {Rejected} `invalid-cursor` */
export function newestFirst(
  { limit = DEFAULT_LIMIT, ...query }: PageQuery,
  sealer: Sealer,
  of: RecordList,
): AskedPage {
  return { ...of, limit, start: startOf(query, sealer, of.list) };
}

export async function readNewestFirst(
  tables: ViewTables,
  sealer: Sealer,
  asked: AskedPage,
): Promise<FinishedPage> {
  const { list, limit } = asked;
  const { direction, after, skip } = asked.start;
  const from = after && { sortKey: after.sortValue ?? '', id: after.id };
  const [page, totals] = await Promise.all([
    readPage(walkOf(tables, asked), { direction, after: from, skip, limit }),
    tables.totals([list]),
  ]);
  const content: PageContent = {
    items: page.rows.map(({ json }) => json),
    limit,
    next: cursorPlace(page.next),
    previous: cursorPlace(page.previous),
    total: totals.get(list)?.count ?? 0,
  };
  return finishPage(sealer, list, content);
}

const walkOf = (tables: ViewTables, { table, list }: RecordList) =>
  scan<ListRow>({
    lists: [list],
    order: 'descending',
    read: (list, { direction: walk, after, limit }) =>
      tables.listSlice(table, { list, order: 'descending', walk, after, limit }),
    test: null,
  });

/** Their keys are times that can be read: no other value is needed to come back. */
const cursorPlace = (place: Place<ListRow> | null): CursorPlace | null =>
  place && {
    ...place,
    after: place.after && { sortValue: place.after.sortKey, id: place.after.id },
  };
