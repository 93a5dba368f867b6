/** The HTTP server that all apps share: ids, validation, problem documents, limits, documents. */
/// <reference types="@fastify/swagger" preserve="true" />
// So that who uses `HttpApp` elsewhere sees its `swagger()`.
import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type FastifyBaseLogger, fastify, LogController } from 'fastify';
import { logRequest, logRequests } from './access-log.js';
import { refuseBrokenRequest, requireHost } from './broken-requests.js';
import { acceptJsonOnly } from './content-types.js';
import type { Logger } from './logger.js';
import { openapiOptions } from './openapi.js';
import { answerError, answerProblems } from './problem-answers.js';
import { answerUnknownRoutes } from './unknown-routes.js';
import { validateRequests } from './validate-requests.js';

export interface HttpAppOptions {
  readonly logger: Logger;
  readonly title: string;
  /** Of the OpenAPI document: Markdown. */
  readonly description: string;
}

const bodyLimitBytes = 1024 * 1024;
const wellFormedId = /^[A-Za-z0-9._~:/+=@-]{1,128}$/;

export type HttpApp = Awaited<ReturnType<typeof createHttpApp>>;

/** A Fastify app without routes but `/docs` and `/openapi.json`; the caller registers the rest and listens. */
export async function createHttpApp({ logger, title, description }: HttpAppOptions) {
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance,
    bodyLimit: bodyLimitBytes,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    return503OnClosing: false, // what still comes while we drain is served
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && wellFormedId.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id);
      answerError(error, request, reply);
      logRequest(request, reply);
    },
    clientErrorHandler: refuseBrokenRequest,
    http: { requireHostHeader: false },
  });
  // Expectations but 100-continue are not ours to meet; without this, Node answers 417 by itself.
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response);
  });
  app.decorateRequest('caller', null);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  logRequests(app);
  requireHost(app);
  acceptJsonOnly(app);
  answerProblems(app);
  answerUnknownRoutes(app);
  validateRequests(app);
  await app.register(fastifySwagger, openapiOptions(title, description));
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    theme: { title },
    uiConfig: {
      layout: 'BaseLayout', // without a bar that asks for other documents
      persistAuthorization: true,
      docExpansion: 'list',
      tryItOutEnabled: true,
      displayRequestDuration: true,
    },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app.withTypeProvider<TypeBoxTypeProvider>();
}
