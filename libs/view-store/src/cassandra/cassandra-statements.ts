/** All CQL that runs against a generation's tables. Each names its columns and its timestamp, and may be sent twice. */
import { listTables, perTable, tablesById } from '@marquee/projection';
import { checkGenerationName } from '../migrations.js';
import { feedStatements } from './change-feed.js';
import { byIdStatements, listStatements, sliceOf } from './shaped-statements.js';

export type CassandraStatements = ReturnType<typeof cassandraStatements>;
export type SliceColumns = 'full' | 'summary' | 'filters' | 'keys';

export function cassandraStatements(keyspace: string, generation: string) {
  const suffix = checkGenerationName(generation);
  const table = (name: string) => `${keyspace}.${name}_${suffix}`;
  return {
    ...feedStatements(keyspace),
    putMovieRow: `INSERT INTO ${table('movie_lists')} (list, bucket, sort_key, movie_id, sort_value, filters, summary_json, full_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    removeMovieRow: `DELETE FROM ${table('movie_lists')} USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND movie_id = ?`,
    putActorMovie: `INSERT INTO ${table('actor_movies')} (actor_id, movie_id, entry) VALUES (?, ?, ?) USING TIMESTAMP ?`,
    removeActorMovie: `DELETE FROM ${table('actor_movies')} USING TIMESTAMP ? WHERE actor_id = ? AND movie_id = ?`,
    putTotal: `INSERT INTO ${table('totals')} (selection, version, amount) VALUES (?, ?, ?) USING TIMESTAMP ?`,
    putGenre: `INSERT INTO ${table('genres')} (part, name, version, movies) VALUES ('all', ?, ?, ?) USING TIMESTAMP ?`,
    putTag: `INSERT INTO ${table('tags')} (part, name, version, movies) VALUES ('all', ?, ?, ?) USING TIMESTAMP ?`,
    putMovie: `INSERT INTO ${table('movies_by_id')} (id, version, deleted, summary_json, full_json) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?`,
    removeMovie: `DELETE FROM ${table('movies_by_id')} USING TIMESTAMP ? WHERE id = ?`,
    removeTotal: `DELETE FROM ${table('totals')} USING TIMESTAMP ? WHERE selection = ?`,
    removeGenre: `DELETE FROM ${table('genres')} USING TIMESTAMP ? WHERE part = 'all' AND name = ?`,
    removeTag: `DELETE FROM ${table('tags')} USING TIMESTAMP ? WHERE part = 'all' AND name = ?`,
    noteAppliedWrite: `INSERT INTO ${table('applied_writes')} (write, subject, position) VALUES (?, ?, ?)`,
    putHeartbeat: `INSERT INTO ${table('heartbeat')} (part, at, oldest_unconfirmed_at) VALUES ('all', ?, ?) USING TIMESTAMP ?`,

    lists: perTable(listTables, (list) => listStatements(table(list.name), list)),
    byId: perTable(tablesById, (byId) => byIdStatements(table(byId.name), byId)),

    movieSlice: {
      full: sliceOf(table('movie_lists'), 'movie_id', 'sort_value, full_json'),
      summary: sliceOf(table('movie_lists'), 'movie_id', 'sort_value, summary_json'),
      filters: sliceOf(table('movie_lists'), 'movie_id', 'sort_value, filters'),
      keys: sliceOf(table('movie_lists'), 'movie_id', 'sort_value'),
    },
    movieFull: `SELECT id, version, deleted, full_json FROM ${table('movies_by_id')} WHERE id = ?`,
    movieSummary: `SELECT id, version, deleted, summary_json FROM ${table('movies_by_id')} WHERE id = ?`,
    movieVersion: `SELECT version FROM ${table('movies_by_id')} WHERE id = ?`,
    actorMovies: `SELECT movie_id, entry FROM ${table('actor_movies')} WHERE actor_id = ? LIMIT ?`,
    total: `SELECT version, amount FROM ${table('totals')} WHERE selection = ?`,
    genres: `SELECT name, movies FROM ${table('genres')} WHERE part = 'all'`,
    tags: `SELECT name, movies FROM ${table('tags')} WHERE part = 'all'`,
    appliedSubjects: `SELECT subject FROM ${table('applied_writes')} WHERE write = ? LIMIT ?`,
    appliedOf: `SELECT subject FROM ${table('applied_writes')} WHERE write = ? AND subject IN ?`,
    appliedPosition: `SELECT MAX(position) AS position FROM ${table('applied_writes')} WHERE write = ?`,
    allApplied: `SELECT write, subject, position FROM ${table('applied_writes')}`,
    allAppliedOlder: `SELECT write, subject FROM ${table('applied_writes')}`,
    heartbeat: `SELECT at, oldest_unconfirmed_at, WRITETIME(at) AS version FROM ${table('heartbeat')} WHERE part = 'all'`,
  } as const;
}
