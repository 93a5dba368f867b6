/** Prometheus metrics of a process. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type Metrics = Registry;

export function createMetrics(app: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ app });
  collectDefaultMetrics({ register: registry });
  return registry;
}

export interface RequestTimes {
  /** For answers that the app's own hooks do not see. */
  observe(
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ): void;
}

/** Times each answer by method, route pattern and status. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): RequestTimes {
  const seconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    seconds.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime / 1000,
    );
  });
  return { observe: (labels, took) => seconds.observe(labels, took) };
}
