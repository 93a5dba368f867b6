/** Starts what a run is made of: apps, and the servers that it may hurt, all its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCassandra, startReceiver, startRedis, type TestReceiver } from '@marquee/testing';
import { openWriteStore, type WriteStore } from '@marquee/write-store';
import { adminToken } from '../../system/client.js';
import { runCli } from '../../system/compose-apps.js';
import type { StoreKind } from './options.js';
import { type AppPart, cassandraPart, type Part, redisPart, startApp } from './parts.js';

export interface Installation {
  readonly parts: readonly Part[];
  readonly commands: readonly AppPart[];
  readonly queries: readonly AppPart[];
  /** The administrator's token. */
  readonly bearer: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Where the messages of a webhook may be sent to. */
  readonly receiver: TestReceiver;
  /** Looks at the outbox from outside. */
  readonly writeStore: WriteStore;
  close(): Promise<void>;
}

/** `TEST_MSSQL_URL` names the write store where it is set; else it is SQLite. */
export async function startInstallation(stores: StoreKind): Promise<Installation> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-faults-'));
  const receiver = await startReceiver();
  const trusted = join(directory, 'receiver.pem');
  writeFileSync(trusted, receiver.ca);
  const shared = {
    ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_LEVEL: 'warn' },
    ...{ WEBHOOK_PRIVATE_HOSTS: receiver.host, NODE_EXTRA_CA_CERTS: trusted },
  };
  const installation =
    stores === 'standalone' ? await startStandalone(shared) : await startApart(shared, stores);
  const writeStore = openWriteStore(writeStoreUrl(installation.settings));
  return {
    ...installation,
    bearer: installation.settings['ADMIN_TOKEN'] ?? adminToken(directory),
    receiver,
    writeStore,
    async close() {
      await writeStore.close();
      for (const part of installation.parts.toReversed()) await part.stop();
      await receiver.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

type Settings = Readonly<Record<string, string>>;

const writeStoreUrl = (settings: Settings) =>
  settings['WRITE_STORE_URL'] ?? `sqlite:${join(settings['DATA_DIR'] ?? '', 'write.sqlite')}`;

async function startStandalone(settings: Settings) {
  const app = await startApp('standalone', 'standalone', settings);
  return { parts: [app], commands: [app], queries: [app], settings };
}

async function startApart(shared: Settings, stores: 'cassandra' | 'sqlite') {
  // What it is told to forget must stand at the end of one file.
  const args = ['--auto-aof-rewrite-percentage', '0'];
  const [redis, cassandra] = await Promise.all([
    startRedis({ args }),
    stores === 'cassandra' ? startCassandra({ own: true, durable: true }) : null,
  ]);
  const mssql = process.env['TEST_MSSQL_URL'];
  const settings: Settings = {
    ...shared,
    QUEUE_URL: redis.url,
    ...(cassandra === null ? {} : { VIEW_STORE_URL: cassandra.url('marquee_faults') }),
    ...(mssql ? { WRITE_STORE_URL: mssql, ADMIN_TOKEN: 'token-of-the-fault-rig' } : {}),
  };
  const migrated = await runCli(['migrate'], settings);
  if (migrated.code !== 0) throw new Error(`migrate failed:\n${migrated.output}`);
  const start = async (app: 'command' | 'projector' | 'query') => [
    await startApp(`${app}-1`, app, settings),
    await startApp(`${app}-2`, app, settings),
  ];
  const [commands, projectors, queries] = [
    await start('command'),
    await start('projector'),
    await start('query'),
  ];
  const servers = [redisPart(redis), ...(cassandra === null ? [] : [cassandraPart(cassandra)])];
  return {
    parts: [...servers, ...commands, ...projectors, ...queries],
    commands,
    queries,
    settings,
  };
}
