/** Writes events in transactions: no reader sees a part of an event, so the order of the steps within one does not matter. */
import {
  isOfList,
  isOfTableById,
  isRemoval,
  listTables,
  type Mutation,
  type PutListRow,
  type PutMovie,
  type PutRowById,
  perTable,
  type Removal,
  type RemoveListRow,
  type RemoveRowById,
  tablesById,
} from '@marquee/projection';
import type Database from 'better-sqlite3';
import { groupCommits } from './group-commits.js';
import type { ListNumbers } from './list-numbers.js';
import { translated } from './sqlite-database.js';
import type { SqliteSql } from './sqlite-statements.js';

/** Rows in one transaction, but for an event that is longer: some 30 ms in which nothing else of the process runs. */
const MAX_ROWS = 6_000;

type Event = readonly Mutation[];

export function eventApplier(
  db: Database.Database,
  sql: SqliteSql,
  { lists, now }: { lists: ListNumbers; now: () => number },
): (events: readonly Event[]) => Promise<void> {
  const applyEvent = eventWriter(db, sql, { lists, now });
  const transaction = db.transaction((slices: readonly (readonly Event[])[]) => {
    for (const slice of slices) for (const event of slice) applyEvent(event);
  });
  const commit = groupCommits<readonly Event[]>({
    sizeOf: rowsOf,
    maxSize: MAX_ROWS,
    write(slices) {
      try {
        translated(() => transaction.immediate(slices));
      } catch (error) {
        lists.forget();
        throw error;
      }
    },
  });
  return async (events) => {
    for (const slice of slicesOf(events)) await commit(slice);
  };
}

const rowsOf = (events: readonly Event[]) => events.reduce((rows, event) => rows + event.length, 0);

function slicesOf(events: readonly Event[]): Event[][] {
  const slices: Event[][] = [];
  let rows = MAX_ROWS;
  for (const event of events) {
    if (rows >= MAX_ROWS) {
      slices.push([]);
      rows = 0;
    }
    slices.at(-1)?.push(event);
    rows += event.length;
  }
  return slices;
}

type Of<Table extends Mutation['table']> = Extract<Mutation, { readonly table: Table }>;

function eventWriter(
  db: Database.Database,
  sql: SqliteSql,
  { lists, now }: { lists: ListNumbers; now: () => number },
): (event: Event) => void {
  const putMovie = db.prepare<unknown[], number>(sql.putMovie).pluck();
  const movieRow = db.prepare<[string], number>(sql.movieRow).pluck();
  const run = rowStatements(db, sql);

  /** Movies go first: rows of lists point at them. */
  const putMovies = (event: Event): Map<string, number> => {
    const rows = new Map<string, number>();
    for (const movie of event) {
      if (movie.table !== 'moviesById' || isRemoval(movie)) continue;
      const row = putMovie.get(...movieParams(movie, event)) ?? movieRow.get(movie.id);
      if (row !== undefined) rows.set(movie.id, row);
    }
    return rows;
  };

  const keyOf = (row: PutListRow | RemoveListRow | Of<'movieLists'>) => [
    lists.findOrAdd(row.list),
    ...[row.bucket, row.sortKey, row.id],
  ];

  const writeListRow = (row: PutListRow | RemoveListRow, at: number) => {
    const { put, remove } = run.lists[row.table];
    if (isRemoval(row)) return remove.run(...keyOf(row), row.version, at);
    return put.run(...keyOf(row), row.version, row.sortValue, row.json, ...expiryOf(row));
  };

  const writeRowById = (row: PutRowById | RemoveRowById) => {
    const { put, remove } = run.byId[row.table];
    if (isRemoval(row)) return remove.run(row.id, row.version);
    return put.run(row.id, row.version, row.json, ...expiryOf(row));
  };

  const remove = (row: OtherRemoval, at: number) => {
    switch (row.table) {
      case 'movieLists':
        return run.removeMovieRow.run(...keyOf(row), row.version, at);
      case 'actorMovies':
        return run.removeActorMovie.run(row.actorId, row.id, row.version, at);
      case 'moviesById':
        return run.removeMovie.run(row.id, row.version);
      case 'totals':
        return run.removeTotal.run(row.selection, row.version);
      case 'genres':
        return run.removeGenre.run(row.name, row.version);
      case 'tags':
        return run.removeTag.run(row.name, row.version);
    }
  };

  return (event) => {
    const movieRows = putMovies(event);
    const at = now();
    for (const row of event) {
      if (isOfList(row)) {
        writeListRow(row, at);
        continue;
      }
      if (isOfTableById(row)) {
        writeRowById(row);
        continue;
      }
      if (isRemoval(row)) {
        remove(row, at);
        continue;
      }
      switch (row.table) {
        case 'moviesById':
          break;
        case 'movieLists':
          run.putMovieRow.run(...keyOf(row), rowOf(movieRows, row), row.version, row.sortValue);
          break;
        case 'actorMovies':
          run.putActorMovie.run(row.actorId, row.id, row.version, row.entry);
          break;
        case 'totals':
          run.putTotal.run(row.selection, row.version, row.count);
          break;
        case 'genres':
          run.putGenre.run(row.name, row.version, row.movies);
          break;
        case 'tags':
          run.putTag.run(row.name, row.version, row.movies);
          break;
        case 'appliedWrites':
          run.noteAppliedWrite.run(row.write, row.subject, at, row.position ?? null);
          break;
        case 'changesByPosition':
          run.putChange.run(row.position, row.kind, row.id, row.version, row.at, at);
          break;
        case 'settledPosition':
          run.putSettled.run(row.settled);
          break;
        case 'heartbeat':
          run.putHeartbeat.run(row.at, row.oldestUnconfirmedAt, row.version);
          break;
      }
    }
  };
}

type OtherRemoval = Exclude<Removal, RemoveListRow | RemoveRowById>;

const expiryOf = ({ expiresAt }: PutListRow | PutRowById) =>
  expiresAt === undefined ? [] : [expiresAt];

function rowStatements(db: Database.Database, sql: SqliteSql) {
  const writesOf = ({ put, remove }: { readonly put: string; readonly remove: string }) => {
    return { put: db.prepare<unknown[]>(put), remove: db.prepare<unknown[]>(remove) };
  };
  return {
    lists: perTable(listTables, (_, table) => writesOf(sql.lists[table])),
    byId: perTable(tablesById, (_, table) => writesOf(sql.byId[table])),
    putMovieRow: db.prepare(sql.putMovieRow),
    removeMovieRow: db.prepare(sql.removeMovieRow),
    putActorMovie: db.prepare(sql.putActorMovie),
    removeActorMovie: db.prepare(sql.removeActorMovie),
    putTotal: db.prepare(sql.putTotal),
    putGenre: db.prepare(sql.putGenre),
    putTag: db.prepare(sql.putTag),
    removeMovie: db.prepare(sql.removeMovie),
    removeTotal: db.prepare(sql.removeTotal),
    removeGenre: db.prepare(sql.removeGenre),
    removeTag: db.prepare(sql.removeTag),
    noteAppliedWrite: db.prepare(sql.noteAppliedWrite),
    putHeartbeat: db.prepare(sql.putHeartbeat),
    putChange: db.prepare(sql.putChange),
    putSettled: db.prepare(sql.putSettled),
  };
}

/** What all of a movie's rows in lists have in common is stored once, with the movie. */
function movieParams(movie: PutMovie, event: readonly Mutation[]): unknown[] {
  const listed = event.find(
    (row): row is Extract<Of<'movieLists'>, { readonly op: 'put' }> =>
      row.table === 'movieLists' && row.op === 'put' && row.id === movie.id,
  );
  const { id, version, summaryJson, fullJson } = movie;
  const tooLong = listed?.fullJson === null ? 1 : 0;
  const deleted = summaryJson === null ? 1 : 0;
  return [id, version, deleted, tooLong, listed?.filters ?? null, summaryJson, fullJson];
}

function rowOf(rows: ReadonlyMap<string, number>, { id, list }: Of<'movieLists'>): number {
  const row = rows.get(id);
  if (row === undefined) {
    throw new TypeError(`an event puts movie ${id} into ${list} but not by id`);
  }
  return row;
}
