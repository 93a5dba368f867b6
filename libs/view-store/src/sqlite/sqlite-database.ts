/** The file, set up so that what was applied stays applied; its errors turned into the port's. */
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Database } from '@marquee/sqlite';
import type BetterSqlite3 from 'better-sqlite3';
import { ViewStoreNotReady, ViewStoreUnavailable } from '../view-store.js';

/** How long a statement waits for another process' transaction. It holds up the whole process meanwhile. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * `synchronous=NORMAL`: a commit is safe from crashes of the process, but waits for no disk. What must also survive a loss of
 * power is synced by `syncLog`, off the event loop, once for many commits.
 */
export function openDatabase(file: string, cacheMiB: number): BetterSqlite3.Database {
  return translated(() => {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    // Whole movies of 2 to 3 kB fill pages of 8 KiB better than such of 4.
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma(`cache_size = ${-1_024 * cacheMiB}`);
    // What the thread of the checkpoints has left of so many pages is done in the midst of some commit.
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('journal_size_limit = 67108864');
    return db;
  });
}

/** Syncs the write-ahead log. What is no longer in it was synced into the file before the log began anew. */
export async function syncLog(file: string): Promise<void> {
  if (file === ':memory:') return;
  try {
    const log = await open(`${file}-wal`, 'r+');
    await log.datasync().finally(() => log.close());
  } catch (error) {
    throw new ViewStoreUnavailable('the file of the view cannot be synced', { cause: error });
  }
}

/** Runs what may meet the file's errors, throwing what the port promises. */
export function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw portError(error);
  }
}

const PASSING = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY|NOMEM)/;

function portError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (PASSING.test(error.code)) {
    return new ViewStoreUnavailable(`the file of the view: ${error.message}`, { cause: error });
  }
  if (/no such table/.test(error.message)) {
    return new ViewStoreNotReady(`the file of the view: ${error.message}`, { cause: error });
  }
  return error;
}
