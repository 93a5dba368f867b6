/** All SQL that runs against a generation's tables. Rows are replaced by newer ones only; at one version a removal wins. */
import { checkGenerationName } from '../migrations.js';
import { feedSql } from './change-feed.js';

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
    putActorRow: `INSERT INTO ${table('actor_lists')} (list, bucket, sort_key, actor_id, version, sort_value, json) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, sort_value = excluded.sort_value, json = excluded.json WHERE excluded.version > version`,
    removeActorRow: `INSERT INTO ${table('actor_lists')} (list, bucket, sort_key, actor_id, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, sort_value = NULL, json = NULL WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)`,
    putActor: `INSERT INTO ${table('actors_by_id')} (id, version, json) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, json = excluded.json WHERE excluded.version > version OR (excluded.version = version AND excluded.json IS NULL)`,
    putTotal: `INSERT INTO ${table('totals')} (selection, version, amount) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, amount = excluded.amount WHERE excluded.version > version`,
    putGenre: `INSERT INTO ${table('genres')} (name, version, movies) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, movies = excluded.movies WHERE excluded.version > version`,
    putTag: `INSERT INTO ${table('tags')} (name, version, movies) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, movies = excluded.movies WHERE excluded.version > version`,
    removeMovie: `DELETE FROM ${movies} WHERE id = ? AND version <= ?`,
    removeActor: `DELETE FROM ${table('actors_by_id')} WHERE id = ? AND version <= ?`,
    removeTotal: `DELETE FROM ${table('totals')} WHERE selection = ? AND version <= ?`,
    removeGenre: `DELETE FROM ${table('genres')} WHERE name = ? AND version <= ?`,
    removeTag: `DELETE FROM ${table('tags')} WHERE name = ? AND version <= ?`,
    putAccessKey: `INSERT INTO ${table('access_keys')} (id, version, json) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET version = excluded.version, json = excluded.json WHERE excluded.version > version`,
    removeAccessKey: `DELETE FROM ${table('access_keys')} WHERE id = ? AND version <= ?`,
    noteAppliedWrite: `INSERT INTO ${table('applied_writes')} (write, subject, noted_at, position) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET noted_at = excluded.noted_at, position = excluded.position`,
    putHeartbeat: `INSERT INTO ${table('heartbeat')} (part, at, oldest_unconfirmed_at) VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, oldest_unconfirmed_at = excluded.oldest_unconfirmed_at WHERE ? > at * 1000`,

    movieSlice: {
      full: joinedSlice(movieLists, movies, 'CASE m.too_long WHEN 0 THEN m.full_json END'),
      summary: joinedSlice(movieLists, movies, 'm.summary_json'),
      filters: joinedSlice(movieLists, movies, 'm.filters'),
      keys: sliceOf({ from: movieLists, id: 'movie_id', columns: 'sort_value, NULL' }),
    },
    actorSlice: sliceOf({
      from: table('actor_lists'),
      id: 'actor_id',
      columns: 'sort_value, json',
    }),
    movieFull: `SELECT version, full_json FROM ${movies} WHERE id = ? AND deleted = 0`,
    movieSummary: `SELECT version, summary_json FROM ${movies} WHERE id = ? AND deleted = 0`,
    movieVersion: `SELECT version FROM ${movies} WHERE id = ?`,
    actorMovies: `SELECT movie_id, entry FROM ${table('actor_movies')} WHERE actor_id = ? AND removed_at IS NULL LIMIT ?`,
    actor: `SELECT version, json FROM ${table('actors_by_id')} WHERE id = ? AND json IS NOT NULL`,
    actorVersion: `SELECT version FROM ${table('actors_by_id')} WHERE id = ?`,
    accessKey: `SELECT version, json FROM ${table('access_keys')} WHERE id = ?`,
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
    sweepActorLists: sweepOf(
      table('actor_lists'),
      'list, bucket, sort_key, actor_id',
      'removed_at',
    ),
    sweepAppliedWrites: sweepOf(table('applied_writes'), 'write, subject', 'noted_at'),
  } as const;
}

function appliedSlice(table: string, position: string) {
  return `SELECT write, subject, ${position} FROM ${table} WHERE (write, subject) > (?, ?) ORDER BY write, subject LIMIT ?`;
}

/** The join goes from the list to the movies: the planner must not turn it round. */
function joinedSlice(list: string, movies: string, body: string) {
  return sliceOf({
    from: `${list} CROSS JOIN ${movies} m ON m.row = movie AND m.deleted = 0`,
    id: 'movie_id',
    columns: `sort_value, ${body}`,
  });
}

function sliceOf({ from, id, columns }: { from: string; id: string; columns: string }) {
  const range = `SELECT sort_key, ${id}, ${columns} FROM ${from} WHERE list = ? AND bucket = ? AND (sort_key, ${id}) > (?, ?) AND (sort_key, ${id}) < (?, ?) AND removed_at IS NULL`;
  return {
    forward: `${range} ORDER BY sort_key, ${id} LIMIT ?`,
    backward: `${range} ORDER BY sort_key DESC, ${id} DESC LIMIT ?`,
  };
}

function sweepOf(table: string, key: string, time: string) {
  return `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${time} < ? LIMIT ?)`;
}
