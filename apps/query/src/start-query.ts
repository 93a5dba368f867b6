/** The query app as a process: stores, then routes, then the ports. */
import {
  adminTokenOf,
  authenticateAdministrator,
  createHttpApp,
  createMetrics,
  createSealer,
  cursorKeysOf,
  healthRoutes,
  measureRequests,
  type RunningApp,
  type StartContext,
  startAdminServer,
} from '@marquee/service';
import { openViewStore } from '@marquee/view-store';
import { followLiveGeneration } from './live-generation.js';
import { queryRoutes } from './query-routes.js';
import { watchViewLag } from './view-lag.js';

export async function startQuery({ settings, logger }: StartContext): Promise<RunningApp> {
  const store = openViewStore(settings.viewStoreUrl, { logger });
  const onError = (error: unknown) => logger.warn({ err: error }, 'the view store does not answer');
  const live = await followLiveGeneration(store, { onError });
  const lag = await watchViewLag({ tables: live.tables, now: Date.now, onError });
  const app = await createHttpApp({
    logger,
    title: 'Marquee query API',
    description: 'Reads the movie catalogue, in pages.',
  });
  const metrics = createMetrics('query');
  measureRequests(app, metrics);
  healthRoutes(app, {
    live: {},
    ready: { 'view-store': () => store.ping(), generation: async () => void live.tables() },
  });
  await app.register(queryRoutes, {
    tables: live.tables,
    viewLagMs: lag.currentMs,
    sealer: createSealer(cursorKeysOf(settings)),
    authenticate: settings.readAuthRequired
      ? authenticateAdministrator(adminTokenOf(settings))
      : null,
    now: Date.now,
  });
  const admin = await startAdminServer({
    host: settings.adminHost,
    port: settings.adminPort,
    metrics,
  });
  await app.listen({ host: settings.host, port: settings.port });
  logger.info({ port: settings.port }, 'query app listens');
  return {
    async close() {
      await app.close();
      lag.stop();
      live.stop();
      await admin.close();
      await store.close();
    },
  };
}
