/** The CQL of the tables that are described by their shapes. */
import type { ListDescriptor, TableDescriptor } from '@marquee/projection';

/** What rows of expiring tables hold beside the rest; they go at that time by themselves. */
export const expiry = ({ expires }: TableDescriptor) => (expires ? ['expires_at'] : []);
const marks = (columns: readonly string[]) => columns.map(() => '?').join(', ');
const written = ({ expires }: TableDescriptor) =>
  expires ? 'USING TIMESTAMP ? AND TTL ?' : 'USING TIMESTAMP ?';

/** @param table with keyspace and generation */
export function listStatements(table: string, descriptor: ListDescriptor) {
  const { id } = descriptor;
  const columns = ['list', 'bucket', 'sort_key', id, 'sort_value', 'json', ...expiry(descriptor)];
  return {
    put: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks(columns)}) ${written(descriptor)}`,
    remove: `DELETE FROM ${table} USING TIMESTAMP ? WHERE list = ? AND bucket = ? AND sort_key = ? AND ${id} = ?`,
    slice: sliceOf(table, id, 'sort_value, json'),
  };
}

/** @param table with keyspace and generation */
export function byIdStatements(table: string, descriptor: TableDescriptor) {
  const columns = ['id', 'version', 'json', ...expiry(descriptor)];
  return {
    put: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks(columns)}) ${written(descriptor)}`,
    remove: `DELETE FROM ${table} USING TIMESTAMP ? WHERE id = ?`,
    row: `SELECT id, version, json FROM ${table} WHERE id = ?`,
    version: `SELECT version FROM ${table} WHERE id = ?`,
  };
}

/** One range of one partition, either way; both ends are always bound, so that a slice is one of two statements. */
export function sliceOf(table: string, id: string, columns: string) {
  const range = `SELECT sort_key, ${id}, ${columns} FROM ${table} WHERE list = ? AND bucket = ? AND (sort_key, ${id}) > (?, ?) AND (sort_key, ${id}) < (?, ?)`;
  return {
    forward: `${range} ORDER BY sort_key ASC, ${id} ASC LIMIT ?`,
    backward: `${range} ORDER BY sort_key DESC, ${id} DESC LIMIT ?`,
  };
}
