/** Rows of a generation as they are stored, by key and in slices: what comparing reads. Everything about a table stands in its entry. */
import {
  type ListDescriptor,
  type ListTable,
  listTables,
  perTable,
  type RowAddress,
  type RowKey,
  type TableById,
  type TableDescriptor,
  tablesById,
  type ViewRow,
  type ViewTable,
} from '@marquee/projection';
import type Database from 'better-sqlite3';
import { checkGenerationName } from '../migrations.js';
import type { StoredRow, ViewTables } from '../view-store.js';
import { expiry } from './shaped-statements.js';
import { translated } from './sqlite-database.js';

type Cell = string | number | null;
interface TableRows {
  /** The row's key → its version, whether it is removed, and its content. */
  readonly at: string;
  /** The place after which to begin, and how many → the key, the version, and the row's own place. */
  readonly scan: string;
  readonly places: readonly Cell[];
  /** Content of such a row. */
  readonly rowOf: (key: RowKey, version: number, cells: readonly Cell[]) => ViewRow;
}

export function sqliteStoredRows(
  db: Database.Database,
  generation: string,
): Pick<ViewTables, 'storedRows' | 'scan'> {
  const tables = tablesOf(generation);
  const prepared = new Map<string, Database.Statement<unknown[], Cell[]>>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? db.prepare<unknown[], Cell[]>(sql).raw();
    prepared.set(sql, known);
    return known;
  };
  return {
    async storedRows(places) {
      return translated(() => places.map((place) => stored(place)));
    },
    async scan(table, { after, limit, whole = false }) {
      const { scan, places } = tables[table];
      const from: readonly Cell[] = after === null ? places : JSON.parse(after);
      return translated(() => {
        const found = statement(scan).all(...from, limit);
        const { rows, next } = scanned(found, places.length, limit);
        const contentOf = (key: RowKey) => (whole ? (stored({ table, key })?.row ?? null) : null);
        return { rows: rows.map((one) => ({ ...one, row: contentOf(one.key) })), next };
      });
    },
  };

  function stored({ table, key }: RowAddress): StoredRow | null {
    const { at, rowOf } = tables[table];
    const found = statement(at).get(...key);
    if (found === undefined) return null;
    const [first, removed, ...cells] = found;
    const version = Number(first);
    return { version, row: removed === 1 ? null : rowOf(key, version, cells) };
  }
}

export function storedRowStatements(generation: string) {
  return Object.values(tablesOf(generation)).map(({ at, scan }) => ({ at, scan }));
}

/** Each row is its key, its version, and its place of so many cells. */
function scanned(rows: readonly Cell[][], placeLength: number, limit: number) {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return {
    rows: rows.map((cells) => {
      const end = cells.length - placeLength - 1;
      return { key: cells.slice(0, end).map(keyPart), version: Number(cells[end]) };
    }),
    next: last === undefined ? null : JSON.stringify(last.slice(-placeLength)),
  };
}

const keyPart = (cell: Cell) => (typeof cell === 'number' ? cell : `${cell}`);
/** What a column should hold; whatever else it holds compares as different. */
const text = (cell: Cell | undefined) => cell as string;
const textOrNull = (cell: Cell | undefined) => cell as string | null;
const number = (cell: Cell | undefined) => cell as number;

function tablesOf(generation: string): Readonly<Record<ViewTable, TableRows>> {
  const suffix = checkGenerationName(generation);
  const table = (name: string) => `${name}_${suffix}`;
  const list = `(SELECT list FROM ${table('lists')} WHERE name = ?)`;
  const listScan = (name: string, id: string) =>
    `SELECT l.name, r.bucket, r.sort_key, r.${id}, r.version, r.list, r.bucket, r.sort_key, r.${id} FROM ${table(name)} r CROSS JOIN ${table('lists')} l ON l.list = r.list WHERE (r.list, r.bucket, r.sort_key, r.${id}) > (?, ?, ?, ?) AND r.removed_at IS NULL ORDER BY r.list, r.bucket, r.sort_key, r.${id} LIMIT ?`;
  const keyScan = (name: string, key: string) =>
    `SELECT ${key}, version, ${key} FROM ${table(name)} WHERE ${key} > ? ORDER BY ${key} LIMIT ?`;
  return {
    movieLists: {
      // As readers see it: through the join.
      at: `SELECT r.version, r.removed_at IS NOT NULL, r.sort_value, m.filters, m.summary_json, CASE m.too_long WHEN 0 THEN m.full_json END FROM ${table('movie_lists')} r LEFT JOIN ${table('movies_by_id')} m ON m.row = r.movie AND m.id = r.movie_id AND m.deleted = 0 WHERE r.list = ${list} AND r.bucket = ? AND r.sort_key = ? AND r.movie_id = ?`,
      scan: listScan('movie_lists', 'movie_id'),
      places: [0, 0, '', ''],
      rowOf: (key, version, [sortValue, filters, summary, full]) => ({
        ...{ table: 'movieLists', op: 'put', ...listPlace(key), version },
        ...{ sortValue: textOrNull(sortValue), fullJson: textOrNull(full) },
        ...{ summaryJson: text(summary), filters: text(filters) },
      }),
    },
    actorMovies: {
      at: `SELECT version, removed_at IS NOT NULL, entry FROM ${table('actor_movies')} WHERE actor_id = ? AND movie_id = ?`,
      scan: `SELECT actor_id, movie_id, version, actor_id, movie_id FROM ${table('actor_movies')} WHERE (actor_id, movie_id) > (?, ?) AND removed_at IS NULL ORDER BY actor_id, movie_id LIMIT ?`,
      places: ['', ''],
      rowOf: ([actorId, id], version, [entry]) => ({
        ...{ table: 'actorMovies', op: 'put', actorId: `${actorId}`, id: `${id}` },
        ...{ version, entry: text(entry) },
      }),
    },
    moviesById: {
      at: `SELECT version, 0, CASE deleted WHEN 0 THEN full_json END, CASE deleted WHEN 0 THEN summary_json END FROM ${table('movies_by_id')} WHERE id = ?`,
      scan: keyScan('movies_by_id', 'id'),
      places: [''],
      rowOf: ([id], version, [full, summary]) => ({
        ...{ table: 'moviesById', id: `${id}`, version },
        ...{ fullJson: textOrNull(full), summaryJson: textOrNull(summary) },
      }),
    },
    ...perTable(listTables, listTable),
    ...perTable(tablesById, tableById),
    totals: {
      at: `SELECT version, 0, amount FROM ${table('totals')} WHERE selection = ?`,
      scan: keyScan('totals', 'selection'),
      places: [''],
      rowOf: ([selection], version, [count]) => {
        return { table: 'totals', selection: `${selection}`, count: number(count), version };
      },
    },
    genres: namesTable('genres', table('genres'), keyScan('genres', 'name')),
    tags: namesTable('tags', table('tags'), keyScan('tags', 'name')),
  };

  function listTable(descriptor: ListDescriptor, name: ListTable): TableRows {
    const stored = table(descriptor.name);
    const { id } = descriptor;
    return {
      at: `SELECT version, removed_at IS NOT NULL, ${contentOf(descriptor, 'sort_value', 'json')} FROM ${stored} WHERE list = ${list} AND bucket = ? AND sort_key = ? AND ${id} = ?`,
      scan: listScan(descriptor.name, id),
      places: [0, 0, '', ''],
      rowOf: (key, version, [sortValue, json, expiresAt]) => ({
        ...{ table: name, op: 'put', ...listPlace(key), version },
        ...{ sortValue: textOrNull(sortValue), json: text(json), ...ending(descriptor, expiresAt) },
      }),
    };
  }

  function tableById(descriptor: TableDescriptor, name: TableById): TableRows {
    return {
      at: `SELECT version, 0, ${contentOf(descriptor, 'json')} FROM ${table(descriptor.name)} WHERE id = ?`,
      scan: keyScan(descriptor.name, 'id'),
      places: [''],
      rowOf: ([id], version, [json, expiresAt]) => {
        const content = { json: textOrNull(json), ...ending(descriptor, expiresAt) };
        return { table: name, id: `${id}`, version, ...content };
      },
    };
  }
}

const contentOf = (descriptor: TableDescriptor, ...columns: readonly string[]) =>
  [...columns, ...expiry(descriptor)].join(', ');

const ending = ({ expires }: TableDescriptor, expiresAt: Cell | undefined) =>
  expires ? { expiresAt: number(expiresAt) } : {};

function listPlace([list, bucket, sortKey, id]: RowKey) {
  return { list: `${list}`, bucket: Number(bucket), sortKey: `${sortKey}`, id: `${id}` };
}

function namesTable(table: 'genres' | 'tags', name: string, scan: string): TableRows {
  return {
    at: `SELECT version, 0, movies FROM ${name} WHERE name = ?`,
    scan,
    places: [''],
    rowOf: ([key], version, [movies]) => {
      return { table, name: `${key}`, movies: number(movies), version };
    },
  };
}
