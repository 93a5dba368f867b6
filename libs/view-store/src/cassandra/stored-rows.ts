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
import { inParallel } from '../in-parallel.js';
import { checkGenerationName } from '../migrations.js';
import type { StoredRow, ViewTables } from '../view-store.js';
import type { CassandraSession, Row } from './cassandra-session.js';
import { ABSENT_TEXT, DELETED_JSON } from './mutation-statements.js';
import { expiry } from './shaped-statements.js';

/** Reads by key that one call has under way: far fewer than readers may have, since nobody waits for these. */
const READS_IN_FLIGHT = 32;

interface TableRows {
  readonly name: string;
  readonly key: readonly string[];
  /** What else the key has, the same in each row. */
  readonly part?: string;
  readonly values: readonly string[];
  /** Content of such a row. */
  readonly rowOf: (key: RowKey, version: number, found: Row) => ViewRow;
}

export function cassandraStoredRows(
  session: CassandraSession,
  keyspace: string,
  generation: string,
): Pick<ViewTables, 'storedRows' | 'scan'> {
  const on = storedRowStatements(keyspace, generation);
  const stored = async ({ table, key }: RowAddress): Promise<StoredRow | null> => {
    const bound = { query: on[table].at, params: key };
    const [found] = await session.read(bound, { strength: 'quorum', maxRows: 1 });
    if (found === undefined) return null;
    const version = versionOf(found, table);
    return { version, row: tables[table].rowOf(key, version, found) };
  };
  return {
    storedRows: (places) => inParallel(places, READS_IN_FLIGHT, stored),
    async scan(table, { after, limit, whole = false }) {
      const query = whole ? on[table].scanWhole : on[table].scan;
      const { rows, next } = await session.scan(query, { after, maxRows: limit });
      const { key: columns, rowOf } = tables[table];
      return {
        rows: rows.map((found) => {
          const key = columns.map((column): string | number => found[column]);
          const version = versionOf(found, table);
          return { key, version, row: whole ? rowOf(key, version, found) : null };
        }),
        next,
      };
    },
  };
}

/** Each cell has a time of its own; a row whose cells are all null has none. */
function versionOf(found: Row, table: ViewTable): number {
  return Math.max(0, ...tables[table].values.map((column) => Number(found[`at_${column}`] ?? 0)));
}

export function storedRowStatements(keyspace: string, generation: string) {
  const suffix = checkGenerationName(generation);
  const statementsOf = ({ name, key, part, values }: TableRows) => {
    const from = `FROM ${keyspace}.${name}_${suffix}`;
    const times = values.map((column) => `WRITETIME(${column}) AS at_${column}`).join(', ');
    const whole = part === undefined ? [] : [`part = '${part}'`];
    const where = [...whole, ...key.map((column) => `${column} = ?`)].join(' AND ');
    const all = whole.length === 0 ? '' : ` WHERE ${whole.join('')}`;
    return {
      at: `SELECT ${values.join(', ')}, ${times} ${from} WHERE ${where}`,
      scan: `SELECT ${key.join(', ')}, ${times} ${from}${all}`,
      scanWhole: `SELECT ${[...key, ...values].join(', ')}, ${times} ${from}${all}`,
    };
  };
  return perTable(tables, statementsOf);
}

const absent = (text: string) => (text === ABSENT_TEXT ? null : text);
const unlessDeleted = (json: string) => (json === DELETED_JSON ? null : json);
const body = (found: Row, text: string) => (found['deleted'] === true ? null : text);

const tables: Readonly<Record<ViewTable, TableRows>> = {
  movieLists: {
    name: 'movie_lists',
    key: ['list', 'bucket', 'sort_key', 'movie_id'],
    values: ['sort_value', 'filters', 'summary_json', 'full_json'],
    rowOf: (key, version, found) => ({
      ...{ table: 'movieLists', op: 'put', ...listPlace(key), version },
      ...{ sortValue: absent(found['sort_value']), fullJson: absent(found['full_json']) },
      ...{ summaryJson: found['summary_json'], filters: found['filters'] },
    }),
  },
  actorMovies: {
    name: 'actor_movies',
    key: ['actor_id', 'movie_id'],
    values: ['entry'],
    rowOf: ([actorId, id], version, found) => ({
      ...{ table: 'actorMovies', op: 'put', actorId: `${actorId}`, id: `${id}` },
      ...{ version, entry: found['entry'] },
    }),
  },
  moviesById: {
    name: 'movies_by_id',
    key: ['id'],
    values: ['version', 'deleted', 'summary_json', 'full_json'],
    rowOf: ([id], _, found) => ({
      ...{ table: 'moviesById', id: `${id}`, version: Number(found['version']) },
      fullJson: body(found, found['full_json']),
      summaryJson: body(found, found['summary_json']),
    }),
  },
  ...perTable(listTables, listTable),
  ...perTable(tablesById, tableById),
  totals: {
    name: 'totals',
    key: ['selection'],
    values: ['version', 'amount'],
    rowOf: ([selection], _, found) => ({
      ...{ table: 'totals', selection: `${selection}`, version: Number(found['version']) },
      count: Number(found['amount']),
    }),
  },
  genres: namesTable('genres'),
  tags: namesTable('tags'),
};

function listTable(list: ListDescriptor, table: ListTable): TableRows {
  const { name, id } = list;
  return {
    name,
    key: ['list', 'bucket', 'sort_key', id],
    values: ['sort_value', 'json', ...expiry(list)],
    rowOf: (key, version, found) => ({
      ...{ table, op: 'put', ...listPlace(key), version },
      ...{ sortValue: absent(found['sort_value']), json: found['json'], ...ending(list, found) },
    }),
  };
}

function tableById(byId: TableDescriptor, table: TableById): TableRows {
  return {
    name: byId.name,
    key: ['id'],
    values: ['version', 'json', ...expiry(byId)],
    rowOf: ([id], _, found) => ({
      ...{ table, id: `${id}`, version: Number(found['version']) },
      ...{ json: unlessDeleted(found['json']), ...ending(byId, found) },
    }),
  };
}

const ending = ({ expires }: TableDescriptor, found: Row) =>
  expires ? { expiresAt: Number(found['expires_at']) } : {};

function listPlace([list, bucket, sortKey, id]: RowKey) {
  return { list: `${list}`, bucket: Number(bucket), sortKey: `${sortKey}`, id: `${id}` };
}

function namesTable(table: 'genres' | 'tags'): TableRows {
  return {
    name: table,
    key: ['name'],
    part: 'all',
    values: ['version', 'movies'],
    rowOf: ([name], _, found) => ({
      ...{ table, name: `${name}`, version: Number(found['version']) },
      movies: Number(found['movies']),
    }),
  };
}
