/** What rows of each table are known by, and whose they are: all that comparing and repairing a view must know of a table. */
import type { GoneRow, Subject, SubjectKind } from '@marquee/contracts';
import { isRemoval, type Mutation, type Removal, type ViewRow } from './mutation.js';
import { genreSelection, tagSelection } from './selections.js';
import { type ListTable, listTables, perTable, type TableById, tablesById } from './view-tables.js';

export type ViewTable = ViewRow['table'];
export type RowKey = readonly (string | number)[];

export interface RowAddress {
  readonly table: ViewTable;
  /** In the order of the table's key. */
  readonly key: RowKey;
}

interface TableForm<Row> {
  readonly keyOf: (row: Row) => RowKey;
  readonly subjectOf: (key: RowKey) => Subject;
  readonly removal: (key: RowKey, version: number) => Removal;
}

type Forms = {
  readonly [Table in ViewTable]: TableForm<Extract<ViewRow, { readonly table: Table }>>;
};

const text = (key: RowKey, at: number) => String(key[at]);

function listForm(table: 'movieLists' | ListTable, kind: SubjectKind) {
  return {
    keyOf: ({ list, bucket, sortKey, id }: ListRow) => [list, bucket, sortKey, id],
    subjectOf: (key: RowKey): Subject => ({ kind, id: text(key, 3) }),
    removal: (key: RowKey, version: number): Removal => {
      const place = { list: text(key, 0), bucket: Number(key[1]), sortKey: text(key, 2) };
      return { table, op: 'remove', ...place, id: text(key, 3), version };
    },
  };
}

type ListRow = Extract<ViewRow, { readonly sortKey: string }>;

function byIdForm(table: 'moviesById' | TableById, kind: SubjectKind) {
  return {
    keyOf: ({ id }: { readonly id: string }) => [id],
    subjectOf: (key: RowKey): Subject => ({ kind, id: text(key, 0) }),
    removal: (key: RowKey, version: number): Removal => {
      return { table, op: 'remove', id: text(key, 0), version };
    },
  };
}

function namesForm(table: 'genres' | 'tags', selectionOf: (name: string) => string) {
  return {
    keyOf: ({ name }: { readonly name: string }) => [name],
    subjectOf: (key: RowKey): Subject => {
      return { kind: 'selections', id: selectionOf(text(key, 0)) };
    },
    removal: (key: RowKey, version: number): Removal => {
      return { table, op: 'remove', name: text(key, 0), version };
    },
  };
}

const forms: Forms = {
  movieLists: listForm('movieLists', 'movies'),
  actorMovies: {
    keyOf: ({ actorId, id }) => [actorId, id],
    subjectOf: (key) => ({ kind: 'movies', id: text(key, 1) }),
    removal: (key, version) => {
      return {
        table: 'actorMovies',
        op: 'remove',
        actorId: text(key, 0),
        id: text(key, 1),
        version,
      };
    },
  },
  moviesById: byIdForm('moviesById', 'movies'),
  ...perTable(listTables, ({ subject }, table) => listForm(table, subject)),
  ...perTable(tablesById, ({ subject }, table) => byIdForm(table, subject)),
  totals: {
    keyOf: ({ selection }) => [selection],
    subjectOf: (key) => ({ kind: 'selections', id: text(key, 0) }),
    removal: (key, version) => {
      return { table: 'totals', op: 'remove', selection: text(key, 0), version };
    },
  },
  genres: namesForm('genres', genreSelection),
  tags: namesForm('tags', tagSelection),
};

/** Every table that can be compared. */
export const viewTables = Object.keys(forms).filter(isViewTable);

export function isViewTable(name: string): name is ViewTable {
  return Object.hasOwn(forms, name);
}

/** Whether it is about a row that can be compared, and puts it. */
export function isViewRow(mutation: Mutation): mutation is ViewRow {
  return isViewTable(mutation.table) && !isRemoval(mutation);
}

export function addressOf(row: ViewRow): RowAddress {
  // The form of a row's own table takes the row.
  const { keyOf }: { keyOf(row: never): RowKey } = forms[row.table];
  return { table: row.table, key: keyOf(row as never) };
}

/** Equal for addresses of the same row. */
export const addressText = ({ table, key }: RowAddress) => JSON.stringify([table, ...key]);

export const subjectOf = ({ table, key }: RowAddress): Subject => forms[table].subjectOf(key);

/** @throws {TypeError} for a table that is not of this version of the projection */
export function removalOf({ table, key, version }: GoneRow): Removal {
  if (!isViewTable(table)) throw new TypeError(`the view has no table ${table}`);
  return forms[table].removal(key, version);
}
