/** Composes the three apps in one process: the same routes, relay and projector that run apart in production. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeFeed } from '@marquee/change-feed';
import { boardPages, openAnnouncements, openChangeQueue } from '@marquee/change-queue';
import {
  adminRoutes,
  commandRoutes,
  createPasswords,
  measureRelay,
  measureVisible,
  measureWebhooks,
  newId,
  newWrite,
  openImports,
  startRelay,
  startWebhooks,
} from '@marquee/command';
import { failedLogins, openLimits, perSecond } from '@marquee/limits';
import {
  measureProjector,
  projectorControl,
  projectorRoutes,
  startProjector,
} from '@marquee/projector';
import {
  followView,
  keepPages,
  measureQuery,
  openSearch,
  queryRoutes,
  streamSlots,
  takeShortcut,
} from '@marquee/query';
import { forgetOtherVersions, migrateAll, viewOfOtherVersion } from '@marquee/reconcile';
import {
  authenticateCallers,
  createHttpApp,
  createMetrics,
  createSealer,
  cursorKeysOf,
  healthRoutes,
  keysOf,
  measureRequests,
  type RunningApp,
  type StartContext,
  startAdminServer,
  tokenKeysOf,
  traceRequests,
} from '@marquee/service';
import { openViewStore, type ViewTables } from '@marquee/view-store';
import { openWriteStore } from '@marquee/write-store';
import { banner } from './banner.js';
import { loadSample } from './load-sample.js';
import { renewView } from './renew-view.js';

export async function startStandalone({
  settings,
  logger,
  tracing,
}: StartContext): Promise<RunningApp> {
  const now = Date.now;
  let wakeRelay = () => {};
  const writeStore = openWriteStore(settings.writeStoreUrl, {
    onCommitted: () => wakeRelay(),
  });
  const viewStore = openViewStore(settings.viewStoreUrl, { logger });
  const registry = createMetrics('standalone');
  const { metrics, onAlarm } = measureProjector(registry);
  const queue = openChangeQueue(settings.queueUrl, { logger, onAlarm });
  await migrateAll({ writeStore, viewStore, now });
  const old = settings.queueUrl === 'memory:' ? await viewOfOtherVersion(viewStore) : null;
  if (old !== null) await forgetOtherVersions(writeStore);

  const announcements = openAnnouncements(settings.queueUrl, { logger });
  const announcer = announcements.announcer();
  const projector = await startProjector({
    queue,
    viewStore,
    logger,
    now,
    metrics,
    tracing,
    announcer,
  });
  const stores = { writeStore, viewStore, queue, now };
  const relay = startRelay({
    ...{ ...stores, logger, tracing, metrics: measureRelay(registry, stores) },
    reconcileRowsPerSecond: settings.reconcileRowsPerSecond,
  });
  wakeRelay = relay.wake;
  if (old !== null) await renewView(stores, { old, logger });
  const view = await followView(viewStore, { logger, now });
  const sealer = createSealer(cursorKeysOf(settings));
  const streams = streamSlots(settings.maxChangeStreams);
  const feed = createChangeFeed({ announcements, tables: () => view.tables({ fresh: true }) });
  const webhooks = startWebhooks({
    ...{ writeStore, feed, sealer, logger, now, metrics: measureWebhooks(registry, now) },
    posting: { privateHosts: settings.webhookPrivateHosts },
  });
  const measuring = measureVisible({ writeStore, feed, logger, now });
  const kept = keepPages({
    announcements,
    watched: settings.queueUrl === 'memory:' ? viewStore : null,
    ...{ settings, view, sealer },
  });

  const imports = openImports({
    ...{ directory: settings.importDir, writeStore, logger, now, newId, newWrite },
  });
  const limits = openLimits(settings.queueUrl, { logger });
  const app = await createHttpApp({
    logger,
    edge: settings,
    title: 'Marquee',
    description: 'A movie catalogue: the command and the query API on one port.',
  });
  const times = measureRequests(app, registry);
  traceRequests(app, tracing);
  measureQuery(registry, { lagMs: view.lagMs, kept, streams });
  const search = openSearch({ settings, view, feed, metrics: registry, logger });
  const tokenKeys = await tokenKeysOf(settings);
  const authenticate = authenticateCallers(settings, {
    ...{ keys: keysOf(tokenKeys), findKey: writeStore.accessKeys.find, now },
  });
  const writeLimiter = perSecond(limits, 'writes', settings.writeRateLimit);
  const loginLimiter = limits.limiter(failedLogins);
  const commandDeps = {
    ...{ writeStore, sealer, feed, imports, authenticate, tokenKeys, writeLimiter, loginLimiter },
    ...{ passwords: createPasswords(), signUpOpen: settings.signUpOpen, now, newId, newWrite },
  };
  healthRoutes(app, {
    live: { ...relay.checks, ...projector.checks, ...view.checks.live },
    ready: { 'write-store': () => writeStore.ping(), ...view.checks.ready },
  });
  await app.register(commandRoutes, commandDeps);
  await app.register(queryRoutes, {
    tables: view.tables,
    viewLagMs: view.lagMs,
    sealer,
    authenticate: settings.readAuthRequired ? authenticate : null,
    callers: authenticate,
    readLimiter: perSecond(limits, 'reads', settings.readRateLimit),
    pages: kept.pages,
    ...{ feed, streams, search },
    shortcut: kept.shortcut,
  });
  if (kept.shortcut !== null) {
    takeShortcut(app, kept.shortcut, { times, isTracing: tracing !== null });
  }
  const sampled = settings.sampleData ? await loadSample(commandDeps, settings.dataDir) : 0;

  const generations = () => viewStore.generations();
  const importing = imports.start();
  const admin = await startAdminServer({
    host: settings.adminHost,
    port: settings.adminPort,
    hostnames: settings.adminHostnames,
    metrics: registry,
    routes: [
      ...adminRoutes({ writeStore, viewStore, queue, now }),
      projectorRoutes(projectorControl({ queue, generations })),
    ],
    pages: boardPages(queue, generations),
    logger,
  });
  const movies = await countMovies(view.tables(), sampled);
  const url = await app.listen({ host: settings.host, port: settings.port });
  console.log(banner({ settings, url, movies }));
  return {
    async close() {
      await app.close();
      limits.close();
      await importing.close();
      view.stop();
      await kept.close();
      await search?.stop();
      await Promise.all([webhooks.close(), measuring.close()]);
      await feed.close();
      await relay.close();
      await projector.close();
      await announcer.close();
      await queue.close();
      await admin.close();
      await Promise.all([writeStore.close(), viewStore.close()]);
    },
  };
}

/** What the view shows; after the sample was loaded it is given some seconds to show all of it. */
async function countMovies(tables: ViewTables, atLeast: number): Promise<number> {
  for (let tries = 0; ; tries += 1) {
    const count = (await tables.totals(['all'])).get('all')?.count ?? 0;
    if (count >= atLeast || tries === 200) return count;
    await sleep(50);
  }
}
