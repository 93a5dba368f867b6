/** What operators see, on a port of its own that stays inside: `/metrics`. */
import { fastify } from 'fastify';
import type { Metrics } from './metrics.js';

export interface AdminServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Metrics;
}

export async function startAdminServer({ host, port, metrics }: AdminServerOptions) {
  const app = fastify({ logger: false });
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return await metrics.metrics();
  });
  await app.listen({ host, port });
  return app;
}
