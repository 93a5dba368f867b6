/** Both APIs in one process over real stores, with relay and projector: each combination of adapters that is at hand. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeFeed } from '@marquee/change-feed';
import { openAnnouncements, openChangeQueue } from '@marquee/change-queue';
import {
  commandRoutes,
  createPasswords,
  newId,
  newWrite,
  openImports,
  startRelay,
} from '@marquee/command';
import { startProjector } from '@marquee/projector';
import { followView, keepPages, queryRoutes, streamSlots } from '@marquee/query';
import { migrateAll } from '@marquee/reconcile';
import { type Caller, createHttpApp, createLogger, createSealer } from '@marquee/service';
import { openViewStore } from '@marquee/view-store';
import { openWriteStore } from '@marquee/write-store';
import { type CallerName, callers } from './model.js';
import { makeDatabase } from './sql-server.js';

/**
 * `%` stands for a name that no other catalogue has, in stores that are files for their directory. A SQL Server gets a database for
 * each.
 */
export interface Stores {
  readonly writeStoreUrl: string;
  readonly queueUrl: string;
  readonly viewStoreUrl: string;
}

export interface Sent {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly body?: object;
  readonly as?: CallerName;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Received<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly token: string | null;
}

export interface Apps {
  send<T>(sent: Sent): Promise<Received<T>>;
  /** Resolves when all movies stand where plays and ratings have them stand, and the view has it. */
  ranked(): Promise<void>;
  close(): Promise<void>;
}

const PAUSE_MS = 20;

/** As in production, pages are kept. */
const settings = {
  ...{ pageCacheBytes: 10_000_000, readAuthRequired: false, readRateLimit: 0 },
  logLevel: 'silent',
} as const;

export async function startApps(stores: Stores): Promise<Apps> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-model-'));
  const unique = randomBytes(6).toString('hex');
  const urlOf = (url: string) =>
    url.replace('%', url.startsWith('sqlite:') ? directory : `model_${unique}`);
  const logger = createLogger('test', 'silent');
  const now = Date.now;
  let wakeRelay = () => {};
  const { writeStoreUrl } = stores;
  const database = writeStoreUrl.startsWith('mssql:') ? await makeDatabase(writeStoreUrl) : null;
  const writeStore = openWriteStore(database?.url ?? urlOf(writeStoreUrl), {
    onCommitted: () => wakeRelay(),
  });
  const viewStore = openViewStore(urlOf(stores.viewStoreUrl), { logger });
  const queue = openChangeQueue(stores.queueUrl, { logger, prefix: `model-${unique}` });
  await migrateAll({ writeStore, viewStore, now });
  const announcements = openAnnouncements(stores.queueUrl, { logger });
  const announcer = announcements.announcer();
  const projector = await startProjector({ queue, viewStore, logger, now, announcer });
  const relay = startRelay({ writeStore, viewStore, queue, logger, now, rankIntervalMs: 0 });
  wakeRelay = relay.wake;
  const view = await followView(viewStore, { logger, now });
  const sealer = createSealer(['a key of thirty-two characters, or more']);
  const kept = keepPages({ announcements, settings, watched: null, view, sealer });
  const feed = createChangeFeed({ announcements, tables: () => view.tables({ fresh: true }) });
  const authenticate = async (token: string): Promise<Caller | null> =>
    new Map<string, Caller>(Object.entries(callers)).get(token) ?? null;
  const app = await createHttpApp({ logger, title: 'Both', description: 'The model test.' });
  await app.register(commandRoutes, {
    ...{ writeStore, sealer, feed, authenticate, tokenKeys: [], now, newId, newWrite },
    passwords: createPasswords(),
    imports: openImports({
      ...{ directory: `${directory}/imports`, writeStore, logger, now, newId, newWrite },
    }),
  });
  await app.register(queryRoutes, {
    ...{ tables: view.tables, viewLagMs: view.lagMs, sealer, now },
    ...{ authenticate: null, pages: kept.pages, feed, streams: streamSlots(1) },
  });

  return {
    async send({ method, url, body, as = 'administrator', headers }) {
      const answer = await app.inject({
        ...{ method, url },
        headers: { authorization: `Bearer ${as}`, ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
      const token = answer.headers['consistency-token'];
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: JSON.parse(answer.body === '' ? 'null' : answer.body),
        token: typeof token === 'string' ? token : null,
      };
    },
    async ranked() {
      const { folds, outbox } = writeStore;
      const options = { limit: 100, minIntervalMs: 0 };
      while ((await folds.rankMovies({ ...options, now: now() })).nextDueAt !== null);
      while ((await outbox.oldestUnconfirmedAt()) !== null) await sleep(PAUSE_MS);
    },
    async close() {
      await app.close();
      view.stop();
      await kept.close();
      await feed.close();
      await relay.close();
      await projector.close();
      await announcer.close();
      await queue.close();
      await Promise.all([writeStore.close(), viewStore.close()]);
      await database?.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
