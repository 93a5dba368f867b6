/** The command app as a process: stores, relay, routes, ports. */
import { createChangeFeed } from '@marquee/change-feed';
import {
  boardPages,
  openAnnouncements,
  openChangeQueue,
  QueueMisconfigured,
} from '@marquee/change-queue';
import { failedLogins, openLimits, perSecond } from '@marquee/limits';
import {
  authenticateCallers,
  createHttpApp,
  createMetrics,
  createSealer,
  cursorKeysOf,
  healthRoutes,
  keysOf,
  type Logger,
  measureRequests,
  type RunningApp,
  type StartContext,
  startAdminServer,
  tokenKeysOf,
  traceRequests,
} from '@marquee/service';
import { followLiveGeneration, openViewStore, type ViewStore } from '@marquee/view-store';
import { openWriteStore, WriteStoreNotReady } from '@marquee/write-store';
import { adminRoutes } from './admin/admin-routes.js';
import { commandRoutes } from './command-routes.js';
import { openImports } from './imports/open-imports.js';
import { newId, newWrite } from './new-ids.js';
import { measureRelay } from './relay/measure-relay.js';
import { startRelay } from './relay/start-relay.js';
import { measureVisible } from './statistics/measure-visible.js';
import { createPasswords } from './users/passwords.js';
import { measureWebhooks } from './webhooks/measure-webhooks.js';
import { startWebhooks } from './webhooks/start-webhooks.js';

export async function startCommand({
  settings,
  logger,
  tracing,
}: StartContext): Promise<RunningApp> {
  const now = Date.now;
  let wakeRelay = () => {};
  const writeStore = openWriteStore(settings.writeStoreUrl, { onCommitted: () => wakeRelay() });
  const queue = openChangeQueue(settings.queueUrl, { logger });
  const viewStore = openViewStore(settings.viewStoreUrl, { logger });
  await refuseOnly(WriteStoreNotReady, () => writeStore.check(), logger);
  await refuseOnly(QueueMisconfigured, () => queue.ping(), logger);
  const registry = createMetrics('command');
  const stores = { writeStore, viewStore, queue, now };
  const relay = settings.relay
    ? startRelay({
        ...{ ...stores, logger, tracing, metrics: measureRelay(registry, stores) },
        reconcileRowsPerSecond: settings.reconcileRowsPerSecond,
      })
    : null;
  if (relay !== null) wakeRelay = relay.wake;
  const sealer = createSealer(cursorKeysOf(settings));
  const changes = await followChanges(settings.queueUrl, viewStore, logger);
  const { feed } = changes;
  const webhooks = settings.relay
    ? startWebhooks({
        ...{ writeStore, feed, sealer, logger, now, metrics: measureWebhooks(registry, now) },
        posting: { privateHosts: settings.webhookPrivateHosts },
      })
    : null;
  const measuring = settings.relay ? measureVisible({ writeStore, feed, logger, now }) : null;

  const tokenKeys = await tokenKeysOf(settings);
  const imports = openImports({
    ...{ directory: settings.importDir, writeStore, logger, now, newId, newWrite },
  });
  const limits = openLimits(settings.queueUrl, { logger });
  const app = await createHttpApp({
    logger,
    edge: settings,
    title: 'Marquee command API',
    description: 'Writes the movie catalogue.',
  });
  measureRequests(app, registry);
  traceRequests(app, tracing);
  healthRoutes(app, {
    live: relay?.checks ?? {},
    ready: { 'write-store': () => writeStore.ping() },
  });
  await app.register(commandRoutes, {
    ...{ writeStore, sealer, feed },
    tokenKeys,
    authenticate: authenticateCallers(settings, {
      ...{ keys: keysOf(tokenKeys), findKey: writeStore.accessKeys.find, now },
    }),
    loginLimiter: limits.limiter(failedLogins),
    writeLimiter: perSecond(limits, 'writes', settings.writeRateLimit),
    passwords: createPasswords(),
    imports,
    signUpOpen: settings.signUpOpen,
    now,
    newId,
    newWrite,
  });
  const importing = imports.start();
  const admin = await startAdminServer({
    host: settings.adminHost,
    port: settings.adminPort,
    hostnames: settings.adminHostnames,
    metrics: registry,
    routes: adminRoutes({ writeStore, viewStore, queue, now }),
    pages: boardPages(queue, () => writeStore.generations()),
    logger,
  });
  await app.listen({ host: settings.host, port: settings.port });
  logger.info({ port: settings.port }, 'command app listens');
  return {
    async close() {
      await app.close();
      limits.close();
      await Promise.all([webhooks?.close(), measuring?.close()]);
      await changes.close();
      await importing.close();
      await relay?.close();
      await queue.close();
      await admin.close();
      await Promise.all([writeStore.close(), viewStore.close()]);
    },
  };
}

/** Reads the view as other followers do. */
async function followChanges(queueUrl: string, viewStore: ViewStore, logger: Logger) {
  const announcements = openAnnouncements(queueUrl, { logger });
  const live = await followLiveGeneration(viewStore, {
    onError: (err) => logger.debug({ err }, 'the view cannot be read at the moment'),
  });
  const feed = createChangeFeed({ announcements, tables: () => live.tables({ fresh: true }) });
  return {
    feed,
    async close() {
      await feed.close();
      live.stop();
    },
  };
}

/** A start-up check: stops the start where a person has to act; what may come back by itself is only logged. */
async function refuseOnly(
  fatal: typeof WriteStoreNotReady | typeof QueueMisconfigured,
  check: () => Promise<void>,
  logger: Logger,
): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (error instanceof fatal) throw error;
    logger.warn({ err: error }, 'not reachable yet: it is tried again when it is needed');
  }
}
