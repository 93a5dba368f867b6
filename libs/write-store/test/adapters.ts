/**
 * The databases that the contract runs on. SQLite always; SQL Server where `TEST_MSSQL_URL` names
 * one.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '@marquee/sqlite';
import t, { type Test } from 'tap';
import { DataSource, type QueryResult } from 'typeorm';
import { openWriteStore, type WriteStore, type WriteStoreOptions } from '../src/index.js';

export type Tap = Test;

export interface Opened {
  /** Migrated, and empty. */
  readonly store: WriteStore;
  /**
   * Another store on the same database, as another process would have it; not migrated by this
   * call.
   */
  another(options?: WriteStoreOptions, poolSize?: number): WriteStore;
  /** Of the store, as `openWriteStore` takes it. */
  url(poolSize: number): string;
  /** The rows of a statement, past the store. */
  query<Row extends object>(sql: string): Promise<Row[]>;
  readonly engine: 'sqlite' | 'sqlserver';
  /** False where lock hints are accepted but not obeyed. */
  readonly obeysHints: boolean;
}

interface Place {
  url(poolSize: number): string;
  readonly engine: Opened['engine'];
  readonly source: DataSource;
  readonly obeysHints: boolean;
  release(): Promise<void>;
}

type Body = (t: Tap, opened: Opened) => Promise<void>;

/**
 * One test on each database, which is empty then. With `fresh`, in one that nothing else has used.
 */
export function onEach(name: string, body: Body, { fresh = false } = {}): void {
  t.test(`SQLite: ${name}`, (t) => inPlace(t, sqlitePlace, body));
  const url = process.env['TEST_MSSQL_URL'];
  const place = (url: string) => (fresh ? sqlServerPlace(url) : sharedPlace(url));
  if (url !== undefined) t.test(`SQL Server: ${name}`, (t) => inPlace(t, () => place(url), body));
  else
    t.test(`SQL Server: ${name}`, { skip: 'NOT RUN, since TEST_MSSQL_URL is not set' }, () => {});
}

async function inPlace(t: Tap, make: () => Promise<Place>, body: Body): Promise<void> {
  const place = await make();
  const stores: WriteStore[] = [];
  t.teardown(async () => {
    for (const store of stores) await store.close();
    await place.release();
  });
  const another: Opened['another'] = (options = {}, poolSize = 30) => {
    const store = openWriteStore(place.url(poolSize), options);
    stores.push(store);
    return store;
  };
  const query = async <Row extends object>(sql: string) => {
    const { records }: QueryResult<Row> = await place.source
      .createQueryRunner()
      .query(sql, [], true);
    return records ?? [];
  };
  const store = another();
  await store.migrate();
  const { engine, obeysHints, url } = place;
  await body(t, { store, another, query, url, engine, obeysHints });
}

async function sqlitePlace(): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-write-'));
  const file = join(directory, 'write.sqlite');
  const source = new DataSource({ type: 'better-sqlite3', driver: Database, database: file });
  await source.initialize();
  return {
    url: () => `sqlite:${file}`,
    engine: 'sqlite',
    source,
    obeysHints: true,
    async release() {
      await source.destroy();
      rmSync(directory, { recursive: true });
    },
  };
}

async function sqlServerPlace(server: string): Promise<Place> {
  const admin = await connected(server);
  const name = `marquee_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  // A busy test server takes seconds to make its first connections.
  url.searchParams.set('acquireTimeoutMs', '20000');
  const source = await connected(url.href);
  const [version]: { v: string }[] = await source.query('SELECT @@VERSION AS v');
  return {
    url(poolSize) {
      url.searchParams.set('poolSize', `${poolSize}`);
      return url.href;
    },
    engine: 'sqlserver',
    source,
    obeysHints: !version?.v.includes('Babelfish'),
    async release() {
      await source.destroy();
      await dropped(admin, name);
      await admin.destroy();
    },
  };
}

/** Sessions that were closed end a moment later. */
async function dropped(admin: DataSource, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await admin.query(`DROP DATABASE ${name}`);
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await sleep(100);
    }
  }
}

let shared: Promise<Place> | null = null;

/** A database costs seconds to make: the tests of a file share one, and each finds it empty. */
async function sharedPlace(server: string): Promise<Place> {
  if (shared === null) {
    shared = sqlServerPlace(server);
    t.teardown(async () => (await shared)?.release());
  }
  const place = await shared;
  const [migrated]: unknown[] = await place.source.query(
    "SELECT name FROM sys.tables WHERE name = N'schema_migrations'",
  );
  if (migrated !== undefined)
    for (const table of tables) await place.source.query(`DELETE FROM ${table}`);
  return { ...place, release: async () => {} };
}

const tables = [
  ...['outbox', 'total_deltas', 'totals', 'comments', 'movies', 'actors', 'movie_history'],
  ...['sessions', 'session_days'],
  ...[
    'deleted_movies',
    'deleted_actors',
    'deleted_records',
    'generations',
    'tasks',
    'idempotency_keys',
  ],
  ...['webhook_deliveries', 'webhooks', 'provider_days', 'imports'],
  ...['access_keys', 'rank_marks', 'subscriptions', 'users'],
];

async function connected(address: string): Promise<DataSource> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(address);
  const source = new DataSource({
    type: 'mssql',
    host: hostname,
    port: Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    options: {
      encrypt: searchParams.get('encrypt') !== 'false',
      trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
      useUTC: true,
    },
  });
  return await source.initialize();
}
