/** The SQL of the tables that are described by their shapes. */
import type { ListDescriptor, TableDescriptor } from '@marquee/projection';

/** What rows of expiring tables hold beside the rest: when readers see them no more. */
export const expiry = ({ expires }: TableDescriptor) => (expires ? ['expires_at'] : []);
const marks = (columns: readonly string[]) => columns.map(() => '?').join(', ');
const both = (columns: readonly string[], set: (column: string) => string) =>
  columns.map((column) => `${column} = ${set(column)}`).join(', ');
const fresh = (column: string) => `excluded.${column}`;

/** @param table with the generation */
export function listStatements(table: string, descriptor: ListDescriptor) {
  const { id, expires } = descriptor;
  const key = ['list', 'bucket', 'sort_key', id];
  const content = ['sort_value', 'json', ...expiry(descriptor)];
  const columns = [...key, 'version', ...content];
  const living = expires ? 'removed_at IS NULL AND expires_at > ?' : 'removed_at IS NULL';
  return {
    put: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks(columns)}) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = NULL, ${both(content, fresh)} WHERE excluded.version > version`,
    remove: `INSERT INTO ${table} (${key.join(', ')}, version, removed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET version = excluded.version, removed_at = excluded.removed_at, ${both(content, () => 'NULL')} WHERE excluded.version > version OR (excluded.version = version AND removed_at IS NULL)`,
    slice: sliceOf({ from: table, id, columns: 'sort_value, json', living }),
    sweep: sweepOf(table, key.join(', '), 'removed_at'),
    sweepExpired: expires ? sweepOf(table, key.join(', '), 'expires_at') : null,
  };
}

/** @param table with the generation */
export function byIdStatements(table: string, descriptor: TableDescriptor) {
  const content = ['json', ...expiry(descriptor)];
  const columns = ['id', 'version', ...content];
  const living = descriptor.expires ? ' AND expires_at > ?' : '';
  return {
    put: `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks(columns)}) ON CONFLICT DO UPDATE SET version = excluded.version, ${both(content, fresh)} WHERE excluded.version > version OR (excluded.version = version AND excluded.json IS NULL)`,
    remove: `DELETE FROM ${table} WHERE id = ? AND version <= ?`,
    row: `SELECT version, json FROM ${table} WHERE id = ? AND json IS NOT NULL${living}`,
    version: `SELECT version FROM ${table} WHERE id = ?`,
    sweepExpired: descriptor.expires ? sweepOf(table, 'id', 'expires_at') : null,
  };
}

export interface SliceForm {
  readonly from: string;
  /** The column of the id. */
  readonly id: string;
  readonly columns: string;
  /** What rows that readers see have in common. */
  readonly living: string;
}

export function sliceOf({ from, id, columns, living }: SliceForm) {
  const range = `SELECT sort_key, ${id}, ${columns} FROM ${from} WHERE list = ? AND bucket = ? AND (sort_key, ${id}) > (?, ?) AND (sort_key, ${id}) < (?, ?) AND ${living}`;
  return {
    forward: `${range} ORDER BY sort_key, ${id} LIMIT ?`,
    backward: `${range} ORDER BY sort_key DESC, ${id} DESC LIMIT ?`,
  };
}

export function sweepOf(table: string, key: string, time: string) {
  return `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${time} < ? LIMIT ?)`;
}
