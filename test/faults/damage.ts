/** Things that someone may do to a view by hand, past the projector. */
import { listTables, tablesById } from '@marquee/projection';
import { Database } from '@marquee/sqlite';
import { idOf } from '@marquee/testing';
import { Client, type types } from 'cassandra-driver';

/** Does one of the kinds of damage, to a row that `at` picks. */
export type Damage = (kind: number, at: number) => Promise<void>;

const FUTURE = (Date.now() + 86_400_000) * 1_000;
const STRANGER = idOf(0xdead);

const listRow = (table: string, id: string) =>
  `(list, bucket, sort_key, ${id}) IN (SELECT list, bucket, sort_key, ${id} FROM ${table} LIMIT 1 OFFSET (? % (SELECT max(1, count(*)) FROM ${table})))`;
const keyRow = (table: string, key: string) =>
  `${key} = (SELECT ${key} FROM ${table} LIMIT 1 OFFSET (? % (SELECT max(1, count(*)) FROM ${table})))`;
const movieRow = listRow('movie_lists_g1', 'movie_id');
const castRow =
  '(actor_id, movie_id) IN (SELECT actor_id, movie_id FROM actor_movies_g1 LIMIT 1 OFFSET (? % (SELECT max(1, count(*)) FROM actor_movies_g1)))';

const listDamages = (table: string, id: string) => [
  `DELETE FROM ${table} WHERE ${listRow(table, id)}`,
  `UPDATE ${table} SET json = '{}', version = ${FUTURE} WHERE ${listRow(table, id)}`,
  `UPDATE OR REPLACE ${table} SET sort_key = sort_key || 'x' WHERE ${listRow(table, id)}`,
];
const byIdDamages = (table: string) => [
  `DELETE FROM ${table} WHERE ${keyRow(table, 'id')}`,
  `UPDATE ${table} SET json = NULL WHERE ${keyRow(table, 'id')}`,
  `UPDATE ${table} SET json = '{}', version = ${FUTURE} WHERE ${keyRow(table, 'id')}`,
  `INSERT OR REPLACE INTO ${table} (id, version, json) VALUES ('${STRANGER}', ? + 1, '{}')`,
];

/** Each takes a number that picks the row. */
export const sqliteDamages: readonly string[] = [
  `DELETE FROM movie_lists_g1 WHERE ${movieRow}`,
  `UPDATE OR REPLACE movie_lists_g1 SET sort_key = sort_key || 'x' WHERE ${movieRow}`,
  `UPDATE movie_lists_g1 SET removed_at = 1, version = ${FUTURE} WHERE ${movieRow}`,
  `UPDATE movie_lists_g1 SET version = version - 5 WHERE ${movieRow}`,
  `UPDATE movie_lists_g1 SET movie = movie + 1 WHERE ${movieRow}`,
  `INSERT OR REPLACE INTO movie_lists_g1 (list, bucket, sort_key, movie_id, movie, version) SELECT list, 0, 'zzz', '${STRANGER}', movie, 1 + ? FROM movie_lists_g1 LIMIT 1`,
  `INSERT OR REPLACE INTO movie_lists_g1 (list, bucket, sort_key, movie_id, movie, version) SELECT list, 0, 'zzz', movie_id, movie, ${FUTURE} FROM movie_lists_g1 WHERE removed_at IS NULL AND ? > 0 LIMIT 1`,
  `DELETE FROM movies_by_id_g1 WHERE ${keyRow('movies_by_id_g1', 'id')}`,
  `UPDATE movies_by_id_g1 SET summary_json = '{}' WHERE ${keyRow('movies_by_id_g1', 'id')}`,
  `UPDATE movies_by_id_g1 SET full_json = '{}', version = ${FUTURE} WHERE ${keyRow('movies_by_id_g1', 'id')}`,
  `UPDATE movies_by_id_g1 SET filters = NULL, too_long = 1 WHERE ${keyRow('movies_by_id_g1', 'id')}`,
  `INSERT OR REPLACE INTO movies_by_id_g1 (id, version, deleted, too_long, summary_json, full_json) VALUES ('${STRANGER}', ? + 1, 0, 0, '{}', '{}')`,
  `DELETE FROM actor_movies_g1 WHERE ${castRow}`,
  `UPDATE actor_movies_g1 SET entry = '{}' WHERE ${castRow}`,
  `INSERT OR REPLACE INTO actor_movies_g1 (actor_id, movie_id, version, entry) SELECT '${STRANGER}', movie_id, ${FUTURE}, '{}' FROM actor_movies_g1 WHERE ? >= 0 LIMIT 1`,
  ...Object.values(listTables).flatMap(({ name, id }) => listDamages(`${name}_g1`, id)),
  ...Object.values(tablesById).flatMap(({ name }) => byIdDamages(`${name}_g1`)),
  `UPDATE totals_g1 SET amount = 99 WHERE ${keyRow('totals_g1', 'selection')}`,
  `DELETE FROM totals_g1 WHERE ${keyRow('totals_g1', 'selection')}`,
  `INSERT OR REPLACE INTO totals_g1 (selection, version, amount) VALUES ('genre:None', ? + 1, 3)`,
  `DELETE FROM genres_g1 WHERE ${keyRow('genres_g1', 'name')}`,
  `UPDATE tags_g1 SET movies = 7, version = ${FUTURE} WHERE ${keyRow('tags_g1', 'name')}`,
  `INSERT OR REPLACE INTO genres_g1 (name, version, movies) VALUES ('None', ? + 1, 3)`,
];

export function sqliteDamage(file: string): { readonly damage: Damage; close(): void } {
  const db = new Database(file, { timeout: 5_000 });
  return {
    async damage(kind, at) {
      const sql = sqliteDamages[kind % sqliteDamages.length] ?? '';
      db.prepare(sql).run(at);
    },
    close: () => void db.close(),
  };
}

interface CassandraDamage {
  readonly table: string;
  /** Names the columns of the key, in whose order the row is picked. */
  readonly key: readonly string[];
  readonly cql: string;
}

const list = ['list', 'bucket', 'sort_key'];
const movieKey = [...list, 'movie_id'];
const where = (key: readonly string[]) => key.map((column) => `${column} = ?`).join(' AND ');

/** Made on a row that there is; `STRANGER` stands for an id that nothing has. */
export const cassandraDamages: readonly CassandraDamage[] = [
  ...[
    `DELETE FROM movie_lists_g1 WHERE ${where(movieKey)}`,
    `UPDATE movie_lists_g1 SET summary_json = '{}' WHERE ${where(movieKey)}`,
    `UPDATE movie_lists_g1 USING TIMESTAMP ${FUTURE} SET full_json = '{}' WHERE ${where(movieKey)}`,
    `DELETE filters FROM movie_lists_g1 WHERE ${where(movieKey)}`,
    `INSERT INTO movie_lists_g1 (list, bucket, sort_key, movie_id, summary_json) VALUES (?, ?, ?, '${STRANGER}', ?)`,
  ].map((cql) => ({ table: 'movie_lists_g1', key: movieKey, cql })),
  ...[
    'DELETE FROM movies_by_id_g1 WHERE id = ?',
    "UPDATE movies_by_id_g1 SET full_json = '{}' WHERE id = ?",
    `UPDATE movies_by_id_g1 USING TIMESTAMP ${FUTURE} SET deleted = true WHERE id = ?`,
    `UPDATE movies_by_id_g1 USING TIMESTAMP ${FUTURE} SET version = 1 WHERE id = ?`,
  ].map((cql) => ({ table: 'movies_by_id_g1', key: ['id'], cql })),
  ...[
    'DELETE FROM actor_movies_g1 WHERE actor_id = ? AND movie_id = ?',
    "UPDATE actor_movies_g1 SET entry = '{}' WHERE actor_id = ? AND movie_id = ?",
    `INSERT INTO actor_movies_g1 (actor_id, movie_id, entry) VALUES ('${STRANGER}', ?, ?) USING TIMESTAMP ${FUTURE}`,
  ].map((cql) => ({ table: 'actor_movies_g1', key: ['actor_id', 'movie_id'], cql })),
  ...Object.values(listTables).flatMap(({ name, id }) => {
    const [table, key] = [`${name}_g1`, [...list, id]];
    return [
      `DELETE FROM ${table} WHERE ${where(key)}`,
      `UPDATE ${table} SET json = '{}' WHERE ${where(key)}`,
    ].map((cql) => ({ table, key, cql }));
  }),
  ...Object.values(tablesById).flatMap(({ name }) => {
    const table = `${name}_g1`;
    return [
      `UPDATE ${table} USING TIMESTAMP ${FUTURE} SET json = '{}' WHERE id = ?`,
      `DELETE FROM ${table} WHERE id = ?`,
    ].map((cql) => ({ table, key: ['id'], cql }));
  }),
  ...[
    'UPDATE totals_g1 SET amount = 99 WHERE selection = ?',
    'DELETE FROM totals_g1 WHERE selection = ?',
  ].map((cql) => ({ table: 'totals_g1', key: ['selection'], cql })),
  ...[
    "UPDATE genres_g1 SET movies = 7 WHERE part = 'all' AND name = ?",
    "DELETE FROM genres_g1 WHERE part = 'all' AND name = ?",
  ].map((cql) => ({ table: 'genres_g1', key: ['name'], cql })),
];

export async function cassandraDamage(address: {
  readonly contactPoint: string;
  readonly datacenter: string;
  readonly keyspace: string;
}): Promise<{ readonly damage: Damage; close(): Promise<void> }> {
  const client = new Client({
    contactPoints: [address.contactPoint],
    localDataCenter: address.datacenter,
    keyspace: address.keyspace,
  });
  await client.connect();
  return {
    async damage(kind, at) {
      const damage = cassandraDamages[kind % cassandraDamages.length];
      if (damage === undefined) return;
      const { table, key, cql } = damage;
      const { rows } = await client.execute(`SELECT ${key.join(', ')} FROM ${table} LIMIT 500`);
      const row: types.Row | undefined = rows[at % Math.max(1, rows.length)];
      if (row === undefined) return;
      const params = key.map((column): unknown => row[column]);
      await client.execute(cql, params, { prepare: true });
    },
    close: () => client.shutdown(),
  };
}
