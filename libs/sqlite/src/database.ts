import { createRequire } from 'node:module';
import type BetterSqlite3 from 'better-sqlite3';

const load = createRequire(import.meta.url);

/**
 * The SQLite driver for the Node that runs. No release of better-sqlite3 serves them all: 12, where it is compiled for
 * Node 24.19 or later, aborts the process when statements are collected (nodejs/node#65446); 13 needs Node-API 10, which
 * Node 20 has not, and npm leaves it out there.
 */
export const Database: typeof BetterSqlite3 = load(
  Number(process.versions['napi']) >= 10 ? 'better-sqlite3-13' : 'better-sqlite3',
);
