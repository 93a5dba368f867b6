/** Everything that readers of a view can see, from a store and from the reference, in one form. */
import {
  isListTable,
  isTableById,
  type ListTable,
  listsOfSelection,
  listTables,
  perTable,
  type TableById,
  tablesById,
} from '@marquee/projection';
import type { RowMutation } from '@marquee/testing';
import type { ViewTables } from '@marquee/view-store';

/** Where to look: all the rows that any event ever touched. */
export interface Places {
  readonly movieLists: ReadonlySet<string>;
  readonly lists: Readonly<Record<ListTable, ReadonlySet<string>>>;
  readonly movieIds: ReadonlySet<string>;
  readonly ids: Readonly<Record<TableById, ReadonlySet<string>>>;
  readonly castIds: ReadonlySet<string>;
  readonly selections: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

export function placesOf(mutations: readonly RowMutation[]): Places {
  const valuesOf = (field: keyof RowMutation, ...tables: string[]) =>
    new Set(mutations.filter(({ table }) => tables.includes(table)).map((row) => `${row[field]}`));
  return {
    movieLists: new Set([...valuesOf('list', 'movieLists')].flatMap(listsBeside)),
    lists: perTable(listTables, (_, table) => valuesOf('list', table)),
    movieIds: valuesOf('id', 'moviesById'),
    ids: perTable(tablesById, (_, table) => valuesOf('id', table)),
    castIds: valuesOf('actorId', 'actorMovies'),
    selections: valuesOf('selection', 'totals'),
    writes: valuesOf('write', 'appliedWrites'),
  };
}

/** All lists of its selection: the tail that a row stands in is the end of several of them. */
const listsBeside = (list: string) => listsOfSelection(list.slice(0, list.lastIndexOf('/')));

const LIMIT = 1_000;

export const allLists = Object.keys(listTables).filter(isListTable);
export const allById = Object.keys(tablesById).filter(isTableById);

/** As `table place: rows`, each place in its order. */
export async function storeContents(tables: ViewTables, places: Places): Promise<string[]> {
  const { movieIds } = places;
  const contents: [string, unknown][] = [];
  for (const list of places.movieLists) {
    for (const order of ['ascending', 'descending'] as const) {
      const query = { list, order, walk: 'next', after: null, limit: LIMIT } as const;
      contents.push([`${list} ${order}`, await tables.movieSlice({ ...query, columns: 'full' })]);
    }
  }
  for (const table of allLists) {
    for (const list of places.lists[table]) {
      const query = { list, order: 'ascending', walk: 'next', after: null, limit: LIMIT } as const;
      contents.push([`${table} ${list}`, await tables.listSlice(table, query)]);
    }
  }
  for (const id of places.castIds) {
    const rows = await tables.actorMovies(id, LIMIT);
    contents.push([`movies of ${id}`, rows.sort((a, b) => (a.id < b.id ? -1 : 1))]);
  }
  contents.push(['movies', await tables.moviesById([...movieIds], 'full')]);
  contents.push(['movies versions', sorted(await tables.versions('moviesById', [...movieIds]))]);
  for (const table of allById) {
    const ids = [...places.ids[table]];
    contents.push([table, await tables.rowsById(table, ids)]);
    contents.push([`${table} versions`, sorted(await tables.versions(table, ids))]);
  }
  contents.push(['totals', sorted(await tables.totals([...places.selections]))]);
  contents.push(['genres', await tables.names('genres')], ['tags', await tables.names('tags')]);
  for (const write of places.writes) {
    contents.push([write, await tables.appliedSubjects(write, LIMIT)]);
  }
  return contents.map(([place, rows]) => `${place}: ${JSON.stringify(rows)}`);
}

const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
