import type Database from 'better-sqlite3';
import type { SqliteSql } from './sqlite-statements.js';

/** Lists are numbers in the keys; a number once given to a name never changes. */
export interface ListNumbers {
  /** `undefined` for a list that never had a row. */
  find(name: string): number | undefined;
  /** Within a transaction. */
  findOrAdd(name: string): number;
  /** After a transaction that failed: the numbers that it gave are not stored. */
  forget(): void;
}

const MAX_KEPT = 20_000;

export function listNumbers(db: Database.Database, sql: SqliteSql): ListNumbers {
  const findList = db.prepare<[string], number>(sql.findList).pluck();
  const addList = db.prepare<[string], number>(sql.addList).pluck();
  const kept = new Map<string, number>();
  const keep = (name: string, list: number | undefined) => {
    if (list === undefined) return undefined;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(name, list);
    return list;
  };
  const find = (name: string) => kept.get(name) ?? keep(name, findList.get(name));
  return {
    find,
    findOrAdd(name) {
      const list = find(name) ?? keep(name, addList.get(name));
      if (list === undefined) throw new Error(`no number was given to the list ${name}`);
      return list;
    },
    forget: () => kept.clear(),
  };
}
