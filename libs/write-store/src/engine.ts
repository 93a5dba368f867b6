/**
 * What a database must be able to do for this package; the rest is the same logic over two sets of
 * SQL texts.
 */
import type { EntityManager } from 'typeorm';
import type { Statements } from './statements.js';
import { type PoolUse, WriteStoreUnavailable } from './write-store.js';

/**
 * By name, as in the text (`@name`). Whole numbers are 64 bits wide, texts short, arrays and
 * objects go as JSON.
 */
export interface Parameters {
  readonly [name: string]: number | string | object;
}

/** Runs one statement and gives its rows; 64-bit columns may come as text (`Number(…)` them). */
export type Run = <Row extends object = object>(
  sql: string,
  parameters?: Parameters,
) => Promise<readonly Row[]>;

/**
 * Bound to one transaction. Statements go one after the other: two at once are an error on SQL
 * Server.
 */
export interface Connection {
  readonly run: Run;
  readonly manager: EntityManager;
}

/**
 * `write`: read committed, with locks; `forgettable`: the same, but what it did may be undone where the power fails, as if it had not
 * been done yet; `dryRun`: the same, but rolled back at its end; `snapshot`: one state of the database for all statements.
 */
export type TransactionKind = 'write' | 'forgettable' | 'dryRun' | 'snapshot';

export interface Engine {
  readonly statements: Statements;
  /**
   * Commits what `work` did, or nothing of it. Throws `LostRace` where the same work may succeed
   * when it is run again, and `WriteStoreUnavailable` where the database does not answer.
   */
  inTransaction<T>(kind: TransactionKind, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Connections to the database; `null` where there is one alone. Does not connect. */
  pool(): PoolUse | null;
  /** A driver's error, as `inTransaction` would throw it. */
  translated(error: unknown): unknown;
  /** As a write transaction, alone among all processes that migrate. */
  migrating<T>(
    work: (connection: Connection & { script(sql: string): Promise<void> }) => Promise<T>,
  ): Promise<T>;
  /** Directory of the numbered migrations. */
  readonly migrations: string;
  /**
   * Settings of the database that no migration can make in a transaction; made where that is
   * permitted.
   */
  prepare(): Promise<void>;
  /**
   * What is wrong with the settings of the database, for an operator to read; empty when all is
   * well.
   */
  faults(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * A deadlock, a unique key that another transaction took first, or a row that changed under a stale
 * read.
 */
export class LostRace extends Error {
  override name: string = 'LostRace';
}

/**
 * The connection broke before COMMIT was sent: the database has rolled back, so the work may be run again. Where it breaks later,
 * nobody knows what became of the transaction: that is `WriteStoreUnavailable`, and an idempotency key or a version in `If-Match`
 * tells the caller's next try what to do.
 */
export class ConnectionLost extends LostRace {
  override name = 'ConnectionLost';
}

/** A unique key that is there already, or that another transaction took first. */
export class UniqueKeyTaken extends LostRace {}

/** Another transaction kept its lock for longer than the statement may wait. */
export class LockWaitedTooLong extends WriteStoreUnavailable {}
