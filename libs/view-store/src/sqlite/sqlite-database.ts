/** The file, set up so that what was applied stays applied; its errors turned into the port's. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ViewStoreNotReady, ViewStoreUnavailable } from '../view-store.js';

/** How long a statement waits for another process' transaction. It holds up the whole process meanwhile. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * `synchronous=FULL`: an outbox row is confirmed once its movie is in the view and may be deleted then, so the view must not
 * lose a transaction with the power. It costs one fsync for each call of `apply`, however many events that brings.
 */
export function openDatabase(file: string): Database.Database {
  return translated(() => {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
    const db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    // Whole movies of 2 to 3 kB fill pages of 8 KiB better than such of 4.
    db.pragma('page_size = 8192');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('cache_size = -65536');
    db.pragma('wal_autocheckpoint = 2000');
    db.pragma('journal_size_limit = 67108864');
    return db;
  });
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
