/** The query app as a process: its store, its routes, its ports. */
import { createChangeFeed } from '@marquee/change-feed';
import { noAnnouncements, openAnnouncements } from '@marquee/change-queue';
import { openLimits, perSecond } from '@marquee/limits';
import {
  answerPrimary,
  createHttpApp,
  createMetrics,
  createSealer,
  cursorKeysOf,
  healthRoutes,
  measureRequests,
  type RunningApp,
  type StartContext,
  startAdminServer,
  traceRequests,
} from '@marquee/service';
import { openViewStore } from '@marquee/view-store';
import { streamSlots } from './changes/stream-slots.js';
import { followView } from './follow-view.js';
import { measureQuery } from './measure-query.js';
import { keepPages } from './pages/keep-pages.js';
import { takeShortcut } from './pages/take-shortcut.js';
import { queryRoutes } from './query-routes.js';
import { readersOf } from './readers.js';
import { openSearch } from './search/open-search.js';

export async function startQuery({
  settings,
  logger,
  tracing,
  worker,
}: StartContext): Promise<RunningApp> {
  const store = openViewStore(settings.viewStoreUrl, { logger });
  const view = await followView(store, { logger, now: Date.now });
  const sealer = createSealer(cursorKeysOf(settings));
  const limits = openLimits(settings.queueUrl, { logger });
  const told = settings.queueUrl !== 'memory:';
  if (!told)
    logger.warn('without QUEUE_URL no projector tells of changes: pages are kept for 50 ms');
  const announcements = told ? openAnnouncements(settings.queueUrl, { logger }) : noAnnouncements;
  const streams = streamSlots(settings.maxChangeStreams);
  const feed = createChangeFeed({ announcements, tables: () => view.tables({ fresh: true }) });
  const kept = keepPages({
    announcements,
    watched: null,
    ...{ settings, view, sealer },
  });
  const app = await createHttpApp({
    logger,
    edge: settings,
    title: 'Marquee query API',
    description: 'Reads the movie catalogue, in pages.',
  });
  const callers = await readersOf(settings, view);
  const metrics = createMetrics('query');
  const times = measureRequests(app, metrics);
  traceRequests(app, tracing);
  measureQuery(metrics, { lagMs: view.lagMs, kept, streams });
  const search = openSearch({ settings, view, feed, metrics, logger });
  healthRoutes(app, view.checks);
  await app.register(queryRoutes, {
    tables: view.tables,
    viewLagMs: view.lagMs,
    sealer,
    authenticate: settings.readAuthRequired ? callers : null,
    callers,
    readLimiter: perSecond(limits, 'reads', settings.readRateLimit),
    pages: kept.pages,
    ...{ feed, streams, search },
    shortcut: kept.shortcut,
  });
  if (kept.shortcut !== null) {
    takeShortcut(app, kept.shortcut, { times, isTracing: tracing !== null });
  }
  if (worker !== null) answerPrimary({ metrics, live: view.checks.live, logger });
  const admin =
    worker === null
      ? await startAdminServer({
          host: settings.adminHost,
          port: settings.adminPort,
          hostnames: settings.adminHostnames,
          metrics,
          logger,
        })
      : null; // the primary's has the metrics of all
  const { host, port } = settings;
  await app.listen({ host, port });
  logger.info({ port }, 'the query app listens');
  return {
    async close() {
      await app.close();
      limits.close();
      view.stop();
      await kept.close();
      await search?.stop();
      await feed.close();
      await admin?.close();
      await store.close();
    },
  };
}
