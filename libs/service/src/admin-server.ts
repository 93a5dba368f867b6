/**
 * What operators see and do, on a port of its own that stays inside: it asks for no token. `/metrics`, health where it is given, and
 * the routes and pages that the app brings.
 */
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  type FastifyBaseLogger,
  type FastifyPluginAsync,
  type FastifyPluginCallback,
  fastify,
  LogController,
} from 'fastify';
import { acceptJsonOnly } from './content-types.js';
import { refuseForeignRequests } from './foreign-requests.js';
import { type HealthChecks, healthRoutes } from './health.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { answerError, answerProblems } from './problem-answers.js';
import { answerUnknownRoutes } from './unknown-routes.js';
import { validateRequests } from './validate-requests.js';

export interface AdminServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Pick<Metrics, 'contentType' | 'metrics'>;
  /** By which it may be asked, besides addresses and `localhost`. */
  readonly hostnames?: readonly string[];
  /** For apps without a public port: answers `/health/live` and `/health/ready` here. */
  readonly health?: HealthChecks;
  /** Checked as those of the API are: schemas, problem documents, JSON. */
  readonly routes?: readonly FastifyPluginAsync[];
  /** Left to their own ways, such as web pages. */
  readonly pages?: readonly FastifyPluginCallback[];
  /** Has the reasons of failing health checks. */
  readonly logger?: Logger;
}

export async function startAdminServer(options: AdminServerOptions) {
  const { host, port, metrics, hostnames = [], health, logger } = options;
  const app = fastify({
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    forceCloseConnections: true, // a page left open must not hold up the end
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
    ...(logger ? { loggerInstance: logger as FastifyBaseLogger } : {}),
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  refuseForeignRequests(app, hostnames);
  answerProblems(app);
  answerUnknownRoutes(app);
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType);
    return await metrics.metrics();
  });
  if (health !== undefined) healthRoutes(app, health);
  await app.register(async (checked) => {
    acceptJsonOnly(checked);
    validateRequests(checked);
    for (const routes of options.routes ?? []) await checked.register(routes);
  });
  for (const page of options.pages ?? []) await app.register(page);
  await app.listen({ host, port });
  return app;
}
