/** SQLite through TypeORM's better-sqlite3 driver. */
import { performance } from 'node:perf_hooks';
import { checkpointsOf, Database } from '@marquee/sqlite';
import { DataSource, type QueryResult, type QueryRunner } from 'typeorm';
import type { Connection, Engine, Parameters, Run, TransactionKind } from '../engine.js';
import { entities } from '../entities.js';
import { lazily } from '../lazily.js';
import type { Pauses } from '../retrying.js';
import { isBusy, translated } from './errors.js';
import { mutex } from './mutex.js';
import { sharedCommits } from './shared-commits.js';
import { statements } from './statements.js';

/**
 * How long SQLite itself waits for another connection's lock. It blocks the whole process
 * meanwhile, and so would never see the end of a transaction of this very process; longer waits are
 * made here, without blocking.
 */
const BUSY_TIMEOUT_MS = 20;
const MAX_WAIT_MS = 5_000;

/**
 * TypeORM has one connection for a SQLite file, on which concurrent transactions would nest into
 * each other; so all work of the process goes through one mutex, and writers who wait there share a transaction. Other processes
 * are kept out of write transactions by SQLite's lock.
 */
export interface SqliteOptions {
  readonly migrations: string;
  readonly pauses: Pauses;
  readonly cacheMiB: number;
}

export function sqliteEngine(
  file: string,
  { migrations, pauses, cacheMiB }: SqliteOptions,
): Engine {
  const alone = mutex();
  const opened = lazily(() => openFile(file, cacheMiB));
  const sync = syncing();
  const checkpoints = checkpointsOf(file);

  const ownTransaction = async <T>(
    kind: TransactionKind,
    work: (connection: Connection & { script(sql: string): Promise<void> }) => Promise<T>,
  ): Promise<T> => {
    try {
      return await alone(async () => {
        const source = await opened.get();
        const runner = source.createQueryRunner();
        const run = runOn(runner);
        await sync(run, kind === 'forgettable' ? 'NORMAL' : 'FULL');
        await began(run, kind === 'snapshot' ? 'BEGIN' : 'BEGIN IMMEDIATE', pauses);
        try {
          const script = (sql: string) => runScript(run, sql);
          const value = await work({ run, script, manager: source.manager });
          await run('COMMIT');
          if (kind !== 'snapshot') checkpoints.wrote();
          return value;
        } catch (error) {
          // Some errors have ended the transaction already; then there is nothing to roll back.
          await run('ROLLBACK').catch(() => undefined);
          throw error;
        }
      });
    } catch (error) {
      throw translated(error);
    }
  };

  const sharing = sharedCommits((work) => ownTransaction('write', work));
  const inTransaction: Engine['inTransaction'] = (kind, work) =>
    kind === 'write' || kind === 'dryRun'
      ? sharing(kind === 'write', work)
      : ownTransaction(kind, work);

  return {
    statements,
    migrations,
    inTransaction,
    pool: () => null,
    translated,
    migrating: (work) => ownTransaction('write', work),
    prepare: async () => {},
    faults: async () => [],
    close: () =>
      alone(async () => {
        await checkpoints.close();
        await opened.close((source) => source.destroy());
      }),
  };
}

async function openFile(file: string, cacheMiB: number): Promise<DataSource> {
  const source = new DataSource({
    type: 'better-sqlite3',
    driver: Database,
    database: file,
    timeout: BUSY_TIMEOUT_MS,
    statementCacheSize: 200,
    entities,
    prepareDatabase: (database) => {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      // What the thread of the checkpoints has left of so many pages is done in the midst of some commit.
      database.pragma('wal_autocheckpoint = 8000');
      database.pragma(`cache_size = ${-1_024 * cacheMiB}`);
      database.pragma('temp_store = MEMORY');
    },
  });
  return await source.initialize();
}

/**
 * In WAL mode NORMAL, which is the default, loses acknowledged writes with the power: nothing waits until the log is on the disk. FULL
 * does, and all of the process with it; what stands earlier in the log is then on the disk, too.
 */
function syncing() {
  let current = 'FULL'; // as it is opened
  return async (run: Run, wanted: 'NORMAL' | 'FULL'): Promise<void> => {
    if (wanted === current) return;
    await run(`PRAGMA synchronous = ${wanted}`);
    current = wanted;
  };
}

/** Another process may hold the lock: tries again for a while. */
async function began(run: Run, begin: string, pauses: Pauses): Promise<void> {
  const giveUpAt = performance.now() + MAX_WAIT_MS;
  for (;;) {
    try {
      await run(begin);
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) throw error;
    }
    await pauses.sleep(1 + pauses.random() * 9);
  }
}

function runOn(runner: QueryRunner): Run {
  return async <Row extends object>(sql: string, parameters?: Parameters) => {
    const bound = parameters === undefined ? [] : [boundValues(parameters)];
    const { records }: QueryResult<Row> = await runner.query(sql, bound, true);
    return records ?? [];
  };
}

/** Whole numbers as BigInt, since the driver binds a plain number as a float. */
function boundValues(parameters: Parameters): Record<string, bigint | string> {
  const bound: Record<string, bigint | string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'number') bound[name] = BigInt(Math.trunc(value));
    else bound[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return bound;
}

/**
 * The driver prepares one statement at a time. Statements end with a semicolon at the end of a
 * line.
 */
async function runScript(run: Run, script: string): Promise<void> {
  const statements = script.replaceAll(/^\s*--.*$/gm, '').split(/;\s*$/m);
  for (const statement of statements) if (statement.trim() !== '') await run(statement);
}
