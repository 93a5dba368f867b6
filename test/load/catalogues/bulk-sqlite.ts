/**
 * Puts mutations into an empty SQLite view in one transaction, without guards: a projector's small ones would write each page of a
 * large file some hundred times. The tests compare what comes of it with what a projector makes.
 */
import { isRemoval, type Mutation, type Removal } from '@marquee/projection';
import { Database } from '@marquee/sqlite';

export interface BulkLoad {
  /** Of one event: list rows of a movie come with the movie. */
  put(event: readonly Mutation[]): void;
  finish(): void;
}

type Cell = string | number | null;
type Put<Table extends Mutation['table']> = Exclude<
  Extract<Mutation, { readonly table: Table }>,
  Removal
>;

/** The file has the generation's tables, with nothing in them. A crash leaves it broken. */
export function openBulkLoad(file: string, generation: string): BulkLoad {
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('locking_mode = EXCLUSIVE');
  db.pragma('cache_size = -4000000');
  db.exec('BEGIN');
  const into = (table: string, columns: string) => {
    const marks = columns.replaceAll(/\w+/g, '?');
    const statement = db.prepare<Cell[]>(
      `INSERT INTO ${table}_${generation} (${columns}) VALUES (${marks})`,
    );
    return (...cells: Cell[]) => statement.run(...cells);
  };
  const movie = into(
    'movies_by_id',
    'row, id, version, deleted, too_long, filters, summary_json, full_json',
  );
  const list = into('lists', 'list, name');
  const movieRow = into(
    'movie_lists',
    'list, bucket, sort_key, movie_id, movie, version, sort_value',
  );
  const actorMovie = into('actor_movies', 'actor_id, movie_id, version, entry');
  const actorRow = into(
    'actor_lists',
    'list, bucket, sort_key, actor_id, version, sort_value, json',
  );
  const actor = into('actors_by_id', 'id, version, json');
  const total = into('totals', 'selection, version, amount');
  const names = {
    genres: into('genres', 'name, version, movies'),
    tags: into('tags', 'name, version, movies'),
  };
  const lists = new Map<string, number>();
  let movies = 0;

  const numberOf = (name: string): number => {
    const known = lists.get(name);
    if (known !== undefined) return known;
    lists.set(name, lists.size + 1);
    list(lists.size, name);
    return lists.size;
  };
  const putMovie = (
    { id, version, summaryJson, fullJson }: Put<'moviesById'>,
    event: readonly Mutation[],
  ) => {
    const listed = event.find(
      (row): row is Put<'movieLists'> => row.table === 'movieLists' && !isRemoval(row),
    );
    movies += 1;
    const tooLong = listed?.fullJson === null ? 1 : 0;
    movie(movies, id, version, 0, tooLong, listed?.filters ?? null, summaryJson, fullJson);
  };

  return {
    put(event) {
      for (const row of event) {
        if (row.table === 'moviesById' && !isRemoval(row)) putMovie(row, event);
      }
      for (const row of event) {
        if (isRemoval(row)) throw new RangeError('there is nothing to remove yet');
        switch (row.table) {
          case 'moviesById':
            break;
          case 'movieLists':
            movieRow(
              numberOf(row.list),
              row.bucket,
              row.sortKey,
              row.id,
              movies,
              row.version,
              row.sortValue,
            );
            break;
          case 'actorMovies':
            actorMovie(row.actorId, row.id, row.version, row.entry);
            break;
          case 'actorLists':
            actorRow(
              numberOf(row.list),
              row.bucket,
              row.sortKey,
              row.id,
              row.version,
              row.sortValue,
              row.json,
            );
            break;
          case 'actorsById':
            actor(row.id, row.version, row.json);
            break;
          case 'totals':
            total(row.selection, row.version, row.count);
            break;
          case 'genres':
          case 'tags':
            names[row.table](row.name, row.version, row.movies);
            break;
          default:
            throw new RangeError(`${row.table} is not loaded in bulk`);
        }
      }
    },
    finish() {
      db.exec('COMMIT');
      db.close();
    },
  };
}
