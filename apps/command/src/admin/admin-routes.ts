import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { DeadLetterDeps, TraceDeps } from '@marquee/reconcile';
import { deadLettersOf } from '@marquee/reconcile';
import { deadLetterRoutes } from './dead-letter-routes.js';
import { traceRoute } from './trace-route.js';

/** What the command app adds to its admin port. */
export const adminRoutes = (deps: DeadLetterDeps & TraceDeps): FastifyPluginAsyncTypebox[] => [
  deadLetterRoutes(deadLettersOf(deps)),
  traceRoute(deps),
];
