/** SQL Server through TypeORM's mssql driver. */
import { DataSource, MssqlParameter, type QueryResult, type QueryRunner } from 'typeorm';
import type { Connection, Engine, Parameters, Run, TransactionKind } from '../engine.js';
import { entities } from '../entities.js';
import { lazily } from '../lazily.js';
import type { SqlServerAddress } from '../store-address.js';
import { type PoolUse, WriteStoreUnavailable } from '../write-store.js';
import { type TransactionPhase, translated, translatedIn } from './errors.js';
import { isolationFaults, isolationOf, setIsolation } from './isolation.js';
import { numbered } from './numbered-parameters.js';
import { statements } from './statements.js';

const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** In UTF-16 units: no column that texts are compared with is longer. */
const NVARCHAR_SHORT = 400;
/** The driver's sign for nvarchar(max). */
const NVARCHAR_MAX = 65_535;
const MIGRATION_LOCK = `
DECLARE @result int;
EXEC @result = sp_getapplock @Resource = N'marquee.migrate', @LockMode = N'Exclusive',
  @LockOwner = N'Transaction', @LockTimeout = 10000;
SELECT @result AS result`;

/**
 * Every statement runs in a transaction that states its isolation level, since the level of the one
 * before stays on a pooled connection.
 */
export function sqlServerEngine(server: SqlServerAddress, migrations: string): Engine {
  const opened = lazily(() => openPool(server));

  const inTransaction = async <T>(
    kind: TransactionKind,
    work: (connection: Connection & { script(sql: string): Promise<void> }) => Promise<T>,
  ): Promise<T> => {
    let phase: TransactionPhase = 'starting';
    try {
      const source = await opened.get();
      const runner = source.createQueryRunner();
      const run = runOn(runner);
      const script = async (sql: string) => void (await run(sql));
      try {
        await runner.startTransaction(kind === 'snapshot' ? 'SNAPSHOT' : 'READ COMMITTED');
        phase = 'working';
        const value = await work({ run, script, manager: runner.manager });
        if (kind === 'write' || kind === 'forgettable') phase = 'committing';
        if (kind === 'dryRun') await runner.rollbackTransaction();
        else await runner.commitTransaction();
        return value;
      } catch (error) {
        // A deadlock or a lost connection has ended the transaction already.
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      } finally {
        await runner.release();
      }
    } catch (error) {
      throw translatedIn(phase, error);
    }
  };

  const outside = async <T>(work: (run: Run) => Promise<T>): Promise<T> => {
    try {
      const runner = (await opened.get()).createQueryRunner();
      return await work(runOn(runner)).finally(() => runner.release());
    } catch (error) {
      throw translated(error);
    }
  };

  return {
    statements,
    migrations,
    inTransaction,
    translated,
    pool: () => poolOf(opened.current(), server.poolSize),
    migrating: (work) =>
      inTransaction('write', async (connection) => {
        const [lock] = await connection.run<{ result: number }>(MIGRATION_LOCK);
        if (lock === undefined || lock.result < 0)
          throw new WriteStoreUnavailable('another process is migrating the write store');
        return await work(connection);
      }),
    prepare: () => outside(setIsolation),
    faults: async () =>
      isolationFaults(await inTransaction('write', ({ run }) => isolationOf(run))),
    close: () => opened.close((source) => source.destroy()),
  };
}

async function openPool(server: SqlServerAddress): Promise<DataSource> {
  const { host, port, username, password, database, encrypt, trustServerCertificate } = server;
  const source = new DataSource({
    type: 'mssql',
    ...{ host, port, username, password, database, entities },
    connectionTimeout: CONNECT_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    options: { encrypt, trustServerCertificate, useUTC: true, appName: 'marquee' },
    pool: { max: server.poolSize, min: 0, acquireTimeoutMillis: server.acquireTimeoutMs },
  });
  return await source.initialize();
}

/** TypeORM keeps the driver's pool under this name. */
function poolOf(source: DataSource | null, size: number): PoolUse {
  const driver: { readonly master?: { readonly borrowed: number; readonly pending: number } } =
    source === null ? {} : (source.driver as object);
  return { size, inUse: driver.master?.borrowed ?? 0, waiting: driver.master?.pending ?? 0 };
}

function runOn(runner: QueryRunner): Run {
  return async <Row extends object>(sql: string, parameters: Parameters = {}) => {
    const { text, names } = numbered(sql, parameters);
    const values = names.map((name) => typed(parameters[name] ?? ''));
    const { records }: QueryResult<Row> = await runner.query(text, values, true);
    return records ?? [];
  };
}

/**
 * Texts as nvarchar, like the columns they meet: another type would keep an index from being used. All short ones are of one length,
 * for one plan; the server refuses a text that is longer than its parameter, so one that is longer than any column is nvarchar(max).
 */
function typed(value: Parameters[string]): MssqlParameter {
  if (typeof value === 'number') return new MssqlParameter(value, 'bigint');
  if (typeof value === 'string' && value.length <= NVARCHAR_SHORT)
    return new MssqlParameter(value, 'nvarchar', NVARCHAR_SHORT);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return new MssqlParameter(text, 'nvarchar', NVARCHAR_MAX);
}
