/** All SQL that runs against a generation's tables. Rows are replaced by newer ones only; at one version a removal wins. */
import { listTables, perTable, tablesById } from '@marquee/projection';
import { checkGenerationName } from '../migrations.js';
import { feedSql } from './change-feed.js';
import { byIdStatements, listStatements, sliceOf, sweepOf } from './shaped-statements.js';

export type SqliteSql = ReturnType<typeof sqliteSql>;

export function sqliteSql(generation: string) {
  const suffix = checkGenerationName(generation);
  const table = (name: string) => `${name}_${suffix}`;
  const movieLists = table('movie_lists');
  const movies = table('movies_by_id');
  return {
    ...feedSql,
    putMovie: `INSERT INTO ${movies} (id, version, deleted, too_long, filters, summary_json, full_json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, deleted = excluded.deleted, too_long = excluded.too_long, filters = excluded.filters, summary_json = excluded.summary_json, full_json = excluded.full_json WHERE excluded.version > version OR (excluded.version = version AND excluded.deleted > deleted) RETURNING row`,
    movieRow: `SELECT row FROM ${movies} WHERE id = ?`,
    findList: `SELECT list FROM ${table('lists')} WHERE name = ?`,
    addList: `INSERT INTO ${table('lists')} (name) VALUES (?) RETURNING list`,
    putMovieRow: `INSERT INTO ${movieLists} (list, bucket, sort_key, movie_id, movie, version, sort_value) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET movie = excluded.movie, version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value WHERE excluded.version > version`,
    removeMovieRow: `INSERT INTO ${movieLists} (list, bucket, sort_key, movie_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET movie = NULL, version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)`,
    putActorMovie: `INSERT INTO ${table('actor_movies')} (actor_id, movie_id, version, entry) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, entry = excluded.entry WHERE excluded.version > version`,
    removeActorMovie: `INSERT INTO ${table('actor_movies')} (actor_id, movie_id, version, removed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, entry = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)`,
    putTotal: `INSERT INTO ${table('totals')} (selection, version, amount) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, amount = excluded.amount WHERE excluded.version > version`,
    putGenre: `INSERT INTO ${table('genres')} (name, version, movies) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, movies = excluded.movies WHERE excluded.version > version`,
    putTag: `INSERT INTO ${table('tags')} (name, version, movies) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, movies = excluded.movies WHERE excluded.version > version`,
    removeMovie: `DELETE FROM ${movies} WHERE id = ? AND version <= ?`,
    removeTotal: `DELETE FROM ${table('totals')} WHERE selection = ? AND version <= ?`,
    removeGenre: `DELETE FROM ${table('genres')} WHERE name = ? AND version <= ?`,
    removeTag: `DELETE FROM ${table('tags')} WHERE name = ? AND version <= ?`,
    noteAppliedWrite: `INSERT INTO ${table('applied_writes')} (write, subject, noted_at, position) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET noted_at = excluded.noted_at, position = excluded.position`,
    putHeartbeat: `INSERT INTO ${table('heartbeat')} (part, at, oldest_unconfirmed_at) VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, oldest_unconfirmed_at = excluded.oldest_unconfirmed_at WHERE ? > at * 1000`,

    lists: perTable(listTables, (list) => listStatements(table(list.name), list)),
    byId: perTable(tablesById, (byId) => byIdStatements(table(byId.name), byId)),

    movieSlice: {
      full: joinedSlice(movieLists, movies, 'CASE m.too_long WHEN 0 THEN m.full_json END'),
      summary: joinedSlice(movieLists, movies, 'm.summary_json'),
      filters: joinedSlice(movieLists, movies, 'm.filters'),
      keys: sliceOf({ from: movieLists, id: 'movie_id', columns: 'sort_value, NULL', living }),
    },
    movieFull: `SELECT version, full_json FROM ${movies} WHERE id = ? AND deleted = 0`,
    movieSummary: `SELECT version, summary_json FROM ${movies} WHERE id = ? AND deleted = 0`,
    movieVersion: `SELECT version FROM ${movies} WHERE id = ?`,
    actorMovies: `SELECT movie_id, entry FROM ${table('actor_movies')} WHERE actor_id = ? AND removed_at IS NULL LIMIT ?`,
    total: `SELECT amount, version FROM ${table('totals')} WHERE selection = ?`,
    genres: `SELECT name, movies FROM ${table('genres')}`,
    tags: `SELECT name, movies FROM ${table('tags')}`,
    appliedSubjects: `SELECT count(*) FROM (SELECT 1 FROM ${table('applied_writes')} WHERE write = ? LIMIT ?)`,
    isApplied: `SELECT 1 FROM ${table('applied_writes')} WHERE write = ? AND subject = ?`,
    appliedPosition: `SELECT max(position) FROM ${table('applied_writes')} WHERE write = ?`,
    allApplied: appliedSlice(table('applied_writes'), 'position'),
    allAppliedOlder: appliedSlice(table('applied_writes'), 'NULL'),
    heartbeat: `SELECT at, oldest_unconfirmed_at FROM ${table('heartbeat')} WHERE part = 1`,

    sweepMovieLists: sweepOf(movieLists, 'list, bucket, sort_key, movie_id', 'removed_at'),
    sweepActorMovies: sweepOf(table('actor_movies'), 'actor_id, movie_id', 'removed_at'),
    sweepAppliedWrites: sweepOf(table('applied_writes'), 'write, subject', 'noted_at'),
  } as const;
}

const living = 'removed_at IS NULL';

function appliedSlice(table: string, position: string) {
  return `SELECT write, subject, ${position} FROM ${table} WHERE (write, subject) > (?, ?) ORDER BY write, subject LIMIT ?`;
}

/** The join goes from the list to the movies: the planner must not turn it round. */
function joinedSlice(list: string, movies: string, body: string) {
  return sliceOf({
    from: `${list} CROSS JOIN ${movies} m ON m.row = movie AND m.deleted = 0`,
    id: 'movie_id',
    columns: `sort_value, ${body}`,
    living,
  });
}
