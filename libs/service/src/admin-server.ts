/** What operators see, on a port of its own that stays inside: `/metrics`, and the health of apps without another port. */
import { fastify } from 'fastify';
import { type HealthChecks, healthRoutes } from './health.js';
import type { Metrics } from './metrics.js';

export interface AdminServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
  readonly checks?: HealthChecks;
}

export async function startAdminServer({ host, port, metrics, checks }: AdminServerOptions) {
  const app = fastify({ logger: false });
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return await metrics.metrics();
  });
  if (checks !== undefined) healthRoutes(app, checks);
  await app.listen({ host, port });
  return app;
}
