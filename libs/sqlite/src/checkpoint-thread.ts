/** The thread of `checkpointsOf`: one connection for each file, for checkpoints alone. */
import { parentPort } from 'node:worker_threads';
import type BetterSqlite3 from 'better-sqlite3';
import type { CheckpointMessage } from './checkpoints.js';
import { Database } from './database.js';

const open = new Map<string, BetterSqlite3.Database>();

parentPort?.on('message', (message: CheckpointMessage) => {
  try {
    if ('close' in message) close(message.close);
    else checkpoint(message.checkpoint);
  } catch {
    // Whoever writes meets the file's fault, and tells of it.
  }
  if ('close' in message) parentPort?.postMessage(message);
});

/** Passive: it waits for nobody, and nobody for it. */
function checkpoint(file: string): void {
  const db = open.get(file) ?? new Database(file, { fileMustExist: true });
  open.set(file, db);
  db.pragma('wal_checkpoint(PASSIVE)');
}

function close(file: string): void {
  const db = open.get(file);
  open.delete(file);
  db?.close();
}
