/** The HTTP server that all apps share: ids, validation, problem documents, limits, documents. */
/// <reference types="@fastify/swagger" preserve="true" />
// So that who uses `HttpApp` elsewhere sees its `swagger()`.
import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import { logRequest, logRequests } from './access-log.js';
import { allowOrigins } from './allow-origins.js';
import { addAnswerHeaders } from './answer-headers.js';
import { limitBodyTime } from './body-deadline.js';
import { refuseBrokenRequest, requireHost } from './broken-requests.js';
import { acceptJsonOnly } from './content-types.js';
import { docsPages } from './docs-pages.js';
import { type EdgeSettings, edgeDefaults } from './edge-settings.js';
import type { Logger } from './logger.js';
import { openapiOptions } from './openapi.js';
import { answerError, answerProblems } from './problem-answers.js';
import { shedLoad } from './shed-load.js';
import { answerUnknownRoutes } from './unknown-routes.js';
import { validateRequests } from './validate-requests.js';

export interface HttpAppOptions {
  readonly logger: Logger;
  readonly title: string;
  /** Of the OpenAPI document: Markdown. */
  readonly description: string;
  /** What is left out is as in `edgeDefaults`. */
  readonly edge?: Partial<EdgeSettings>;
}

const bodyLimitBytes = 1024 * 1024;
/** Headers are small: whoever takes longer than this for them means no good. */
const headersTimeoutMs = 10_000;

/** Whether a caller's `X-Request-Id` is well formed; what is not is replaced by one of ours. */
export const isRequestId = (given: unknown): given is string =>
  typeof given === 'string' && /^[A-Za-z0-9._~:/+=@-]{1,128}$/.test(given);

export type HttpApp = Awaited<ReturnType<typeof createHttpApp>>;

/** A Fastify app without routes but `/docs` and `/openapi.json`; the caller registers the rest and listens. */
export async function createHttpApp({ logger, title, description, ...options }: HttpAppOptions) {
  const edge = { ...edgeDefaults, ...options.edge };
  const { requestTimeoutMs } = edge;
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance,
    bodyLimit: bodyLimitBytes,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    return503OnClosing: false, // what still comes while we drain is served
    requestTimeout: 0, // limitBodyTime has it
    trustProxy: edge.trustProxy.length > 0 && [...edge.trustProxy],
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return isRequestId(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      addAnswerHeaders(reply);
      answerError(error, request, reply);
      logRequest(request, reply);
    },
    clientErrorHandler: refuseBrokenRequest,
    http: {
      requireHostHeader: false,
      requestTimeout: 0,
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(1_000, requestTimeoutMs),
    },
  });
  app.server.maxConnections = edge.maxConnections;
  // Expectations but 100-continue are not ours to meet; without this, Node answers 417 by itself.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  app.decorateRequest('caller', null);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    addAnswerHeaders(reply);
  });
  logRequests(app);
  await allowOrigins(app, edge.corsOrigins);
  requireHost(app);
  limitBodyTime(app, requestTimeoutMs);
  shedLoad(app, edge);
  acceptJsonOnly(app);
  answerProblems(app);
  answerUnknownRoutes(app);
  validateRequests(app);
  await app.register(fastifySwagger, openapiOptions(title, description));
  await docsPages(app, title);
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app.withTypeProvider<TypeBoxTypeProvider>();
}
