/** The projector as a process: stores, then the consumers, with health and metrics on the admin port. */
import { boardPages, openAnnouncements, openChangeQueue } from '@marquee/change-queue';
import {
  createMetrics,
  type RunningApp,
  type StartContext,
  startAdminServer,
} from '@marquee/service';
import { openViewStore } from '@marquee/view-store';
import { measureProjector } from './measure-projector.js';
import { projectorControl } from './projector-control.js';
import { projectorRoutes } from './projector-routes.js';
import { startProjector } from './start-projector.js';

export async function startProjectorApp({
  settings,
  logger,
  tracing,
}: StartContext): Promise<RunningApp> {
  const registry = createMetrics('projector');
  const { metrics, onAlarm } = measureProjector(registry);
  const queue = openChangeQueue(settings.queueUrl, { logger, onAlarm });
  const viewStore = openViewStore(settings.viewStoreUrl, { logger });
  const announcer = openAnnouncements(settings.queueUrl, { logger }).announcer();
  const now = Date.now;
  const projector = await startProjector({
    queue,
    viewStore,
    logger,
    now,
    metrics,
    tracing,
    announcer,
  });
  const generations = () => viewStore.generations();
  const admin = await startAdminServer({
    host: settings.adminHost,
    port: settings.adminPort,
    hostnames: settings.adminHostnames,
    metrics: registry,
    routes: [projectorRoutes(projectorControl({ queue, generations }))],
    pages: boardPages(queue, generations),
    health: {
      live: projector.checks,
      ready: { queue: () => queue.ping(), 'view-store': () => viewStore.ping() },
    },
    logger,
  });
  return {
    async close() {
      await projector.close();
      await announcer.close();
      await admin.close();
      await queue.close();
      await viewStore.close();
    },
  };
}
