/** Writes events in transactions: no reader sees a part of an event, so the order of the steps within one does not matter. */
import { isRemoval, type Mutation, type PutMovie, type Removal } from '@marquee/projection';
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

  const remove = (row: Removal, at: number) => {
    switch (row.table) {
      case 'movieLists':
      case 'actorLists': {
        const statement = row.table === 'movieLists' ? run.removeMovieRow : run.removeActorRow;
        const list = lists.findOrAdd(row.list);
        return statement.run(list, row.bucket, row.sortKey, row.id, row.version, at);
      }
      case 'actorMovies':
        return run.removeActorMovie.run(row.actorId, row.id, row.version, at);
      case 'moviesById':
        return run.removeMovie.run(row.id, row.version);
      case 'actorsById':
        return run.removeActor.run(row.id, row.version);
      case 'accessKeys':
        return run.removeAccessKey.run(row.id, row.version);
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
      if (isRemoval(row)) {
        remove(row, at);
        continue;
      }
      switch (row.table) {
        case 'moviesById':
          break;
        case 'movieLists': {
          const key = [lists.findOrAdd(row.list), row.bucket, row.sortKey, row.id];
          run.putMovieRow.run(...key, rowOf(movieRows, row), row.version, row.sortValue);
          break;
        }
        case 'actorMovies':
          run.putActorMovie.run(row.actorId, row.id, row.version, row.entry);
          break;
        case 'actorLists': {
          const key = [lists.findOrAdd(row.list), row.bucket, row.sortKey, row.id];
          run.putActorRow.run(...key, row.version, row.sortValue, row.json);
          break;
        }
        case 'actorsById':
          run.putActor.run(row.id, row.version, row.json);
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
        case 'accessKeys':
          run.putAccessKey.run(row.id, row.version, row.json);
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

function rowStatements(db: Database.Database, sql: SqliteSql) {
  return {
    putMovieRow: db.prepare(sql.putMovieRow),
    removeMovieRow: db.prepare(sql.removeMovieRow),
    putActorMovie: db.prepare(sql.putActorMovie),
    removeActorMovie: db.prepare(sql.removeActorMovie),
    putActorRow: db.prepare(sql.putActorRow),
    removeActorRow: db.prepare(sql.removeActorRow),
    putActor: db.prepare(sql.putActor),
    putTotal: db.prepare(sql.putTotal),
    putGenre: db.prepare(sql.putGenre),
    putTag: db.prepare(sql.putTag),
    removeMovie: db.prepare(sql.removeMovie),
    removeActor: db.prepare(sql.removeActor),
    removeTotal: db.prepare(sql.removeTotal),
    removeGenre: db.prepare(sql.removeGenre),
    removeTag: db.prepare(sql.removeTag),
    putAccessKey: db.prepare(sql.putAccessKey),
    removeAccessKey: db.prepare(sql.removeAccessKey),
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
