/** The tables of one generation in a SQLite file. */
import type { Generation } from '@marquee/contracts';
import {
  hasChangeFeed,
  isTableById,
  type ListTable,
  listTables,
  type TableById,
  tablesById,
} from '@marquee/projection';
import type { Checkpoints } from '@marquee/sqlite';
import type Database from 'better-sqlite3';
import { mustHave } from '../lacking.js';
import { byName } from '../names.js';
import { type BucketSlice, readSlice } from '../slice.js';
import type { StoredJson, ViewTables } from '../view-store.js';
import { eventApplier } from './apply-events.js';
import { sqliteChangeFeed } from './change-feed.js';
import { listNumbers } from './list-numbers.js';
import { syncLog, translated } from './sqlite-database.js';
import { type SqliteSql, sqliteSql } from './sqlite-statements.js';
import { sqliteStoredRows } from './stored-rows.js';

type Key = string | number;

export function sqliteTables(
  db: Database.Database,
  generation: Generation,
  { checkpoints, now }: { readonly checkpoints: Checkpoints; readonly now: () => number },
): ViewTables {
  const sql = sqliteSql(generation.name);
  const opened = later(() => openTables(db, generation.name, sql));
  // Apart, since generations that older releases made lack tables which are written and asked for here.
  const apply = later(() => eventApplier(db, sql, { lists: opened().lists, now }));
  const shaped = shapedStatements(db, sql);
  const applied = later(() => openApplied(db, generation, sql));
  // One statement of one row after the other is faster here than any larger one.
  const each = <T>(keys: readonly string[], of: (key: string) => T) =>
    translated(() => keys.map(of));

  return {
    generation,
    async apply(events) {
      await apply()(events);
      checkpoints.wrote();
    },
    persist: async () => await syncLog(db.name),

    async movieSlice(query) {
      const { movieSlice, slice } = opened();
      const statement = movieSlice[query.columns];
      const splits = generation.splits[query.list] ?? [];
      return await readSlice(query, splits, (bucket) =>
        slice<[string, string, string | null, string | null]>(statement, bucket).map(
          ([sortKey, id, sortValue, json]) => ({ sortKey, id, sortValue, json }),
        ),
      );
    },
    async moviesById(ids, fields) {
      const statement = fields === 'full' ? opened().movieFull : opened().movieSummary;
      return each(ids, (id) => storedJson(id, statement.get(id)));
    },
    async actorMovies(actorId, limit) {
      const rows = translated(() => opened().actorMovies.all(actorId, limit));
      return rows.map(([id, entry]) => ({ id, entry }));
    },

    async listSlice(table, query) {
      mustHave(generation, table);
      const { slice } = opened();
      const statement = shaped.lists(table);
      const until = listTables[table].expires ? [now()] : [];
      return await readSlice(query, generation.splits[query.list] ?? [], (bucket) =>
        slice<[string, string, string | null, string]>(statement, bucket, until).map(
          ([sortKey, id, sortValue, json]) => ({ sortKey, id, sortValue, json }),
        ),
      );
    },
    async rowsById(table, ids) {
      mustHave(generation, table);
      const statement = shaped.byId(table);
      const until = tablesById[table].expires ? [now()] : [];
      return each(ids, (id) => storedJson(id, statement.row.get(id, ...until)));
    },
    async versions(table, ids) {
      if (isTableById(table)) mustHave(generation, table);
      const statement = isTableById(table) ? shaped.byId(table).version : opened().movieVersion;
      return known(
        ids,
        each(ids, (id) => statement.get(id)?.[0]),
      );
    },

    async totals(selections) {
      const { total } = opened();
      const found = each(selections, (selection) => total.get(selection));
      return known(
        selections,
        found.map((row) => row && { count: row[0], version: row[1] }),
      );
    },
    async names(kind) {
      const rows = translated(() => opened()[kind].all());
      return byName(rows.map(([name, movies]) => ({ name, movies })));
    },
    async appliedSubjects(write, atMost) {
      return translated(() => opened().appliedSubjects.get(write, atMost)?.[0] ?? 0);
    },
    storedRows: async (places) => await opened().stored.storedRows(places),
    scan: async (name, options) => await opened().stored.scan(name, options),
    async unapplied(covers) {
      const { isApplied } = opened();
      return translated(() =>
        covers.filter(({ write, subject }) => isApplied.get(write, subject) === undefined),
      );
    },
    async appliedWrites({ after, limit }) {
      const [write, subject]: [string, string] = after === null ? ['', ''] : JSON.parse(after);
      const rows = translated(() => applied().all.all(write, subject, limit));
      const last = rows.length < limit ? undefined : rows.at(-1);
      return {
        covers: rows.map(([write, subject, position]) => {
          return { write, subject, ...(position === null ? {} : { position }) };
        }),
        next: last === undefined ? null : JSON.stringify(last.slice(0, 2)),
      };
    },
    ...sqliteChangeFeed(db),
    async appliedPosition(write) {
      return translated(() => applied().position?.get(write)?.[0] ?? null);
    },
    async heartbeat() {
      const row = translated(() => opened().heartbeat.get());
      if (row === undefined) return null;
      const [at, oldestUnconfirmedAt] = row;
      return { at, oldestUnconfirmedAt, version: at * 1_000 };
    },
  };
}

interface BothWays<T> {
  readonly forward: T;
  readonly backward: T;
}

type Statement = Database.Statement<Key[], unknown>;

const bothWays = (db: Database.Database, { forward, backward }: BothWays<string>) => ({
  forward: db.prepare<Key[], unknown>(forward).raw(),
  backward: db.prepare<Key[], unknown>(backward).raw(),
});

/** Each at its first use: generations that older releases made lack some tables. */
function shapedStatements(db: Database.Database, sql: SqliteSql) {
  const lists = new Map<ListTable, BothWays<Statement>>();
  const byId = new Map<TableById, ReturnType<typeof readsById>>();
  const readsById = (table: TableById) => ({
    row: db.prepare<Key[], [number, string]>(sql.byId[table].row).raw(),
    version: db.prepare<[string], [number]>(sql.byId[table].version).raw(),
  });
  const once = <Table, T>(made: Map<Table, T>, table: Table, make: () => T): T => {
    const known = made.get(table) ?? translated(make);
    made.set(table, known);
    return known;
  };
  return {
    lists: (table: ListTable) => once(lists, table, () => bothWays(db, sql.lists[table].slice)),
    byId: (table: TableById) => once(byId, table, () => readsById(table)),
  };
}

/** Statements can only be prepared when the tables are there. */
function openTables(db: Database.Database, generation: string, sql: SqliteSql) {
  const lists = listNumbers(db, sql);
  const rows = <Params extends Key[], Row>(text: string) => db.prepare<Params, Row>(text).raw();
  const both = (texts: BothWays<string>) => bothWays(db, texts);

  /** @param until where rows expire, the time of now */
  const slice = <Row>(
    statement: BothWays<Statement>,
    range: BucketSlice,
    until: readonly number[] = [],
  ): Row[] =>
    translated(() => {
      const list = lists.find(range.list);
      if (list === undefined) return [];
      const ends = [range.above.sortKey, range.above.id, range.below.sortKey, range.below.id];
      const chosen = range.backward ? statement.backward : statement.forward;
      return chosen.all(list, range.bucket, ...ends, ...until, range.limit) as Row[];
    });

  return {
    lists,
    stored: sqliteStoredRows(db, generation),
    slice,
    movieSlice: {
      full: both(sql.movieSlice.full),
      summary: both(sql.movieSlice.summary),
      filters: both(sql.movieSlice.filters),
      keys: both(sql.movieSlice.keys),
    },
    movieFull: rows<[string], [number, string]>(sql.movieFull),
    movieSummary: rows<[string], [number, string]>(sql.movieSummary),
    movieVersion: rows<[string], [number]>(sql.movieVersion),
    actorMovies: rows<[string, number], [string, string]>(sql.actorMovies),
    total: rows<[string], [number, number]>(sql.total),
    genres: rows<[], [string, number]>(sql.genres),
    tags: rows<[], [string, number]>(sql.tags),
    appliedSubjects: rows<[string, number], [number]>(sql.appliedSubjects),
    isApplied: rows<[string, string], [number]>(sql.isApplied),
    heartbeat: rows<[], [number, number | null]>(sql.heartbeat),
  };
}

/** Generations of older releases noted no positions. */
function openApplied(db: Database.Database, generation: Generation, sql: SqliteSql) {
  const hasPositions = hasChangeFeed(generation);
  type Applied = [write: string, subject: string, position: number | null];
  const all = db.prepare<[string, string, number], Applied>(
    hasPositions ? sql.allApplied : sql.allAppliedOlder,
  );
  return {
    all: all.raw(),
    position: hasPositions
      ? db.prepare<[string], [number | null]>(sql.appliedPosition).raw()
      : null,
  };
}

function later<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= translated(make);
    return made;
  };
}

function storedJson(id: string, row: [number, string] | undefined): StoredJson | null {
  return row === undefined ? null : { id, version: row[0], json: row[1] };
}

/** Of those that have a row. */
function known<T>(keys: readonly string[], found: readonly (T | undefined)[]): Map<string, T> {
  return new Map(
    keys.flatMap((key, index): [string, T][] => {
      const value = found[index];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
