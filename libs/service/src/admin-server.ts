/** What operators see, on a port of its own that stays inside: `/metrics`, and health where it is given. */
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import { type HealthChecks, healthRoutes } from './health.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

export interface AdminServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  /** For apps without a public port: answers `/health/live` and `/health/ready` here. */
  readonly health?: HealthChecks;
  /** Has the reasons of failing health checks. */
  readonly logger?: Logger;
}

export async function startAdminServer(options: AdminServerOptions) {
  const { host, port, metrics, health, logger } = options;
  const app = fastify({
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    ...(logger ? { loggerInstance: logger as FastifyBaseLogger } : {}),
  });
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return await metrics.metrics();
  });
  if (health !== undefined) healthRoutes(app, health);
  await app.listen({ host, port });
  return app;
}
