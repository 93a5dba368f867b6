/** The HTTP server that all apps share: ids, validation, problem documents, limits, documents. */
import { randomUUID } from 'node:crypto';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { type Problem, Rejected } from '@marquee/contracts';
import { type FastifyBaseLogger, fastify } from 'fastify';
import { acceptJsonOnly } from './content-types.js';
import type { Logger } from './logger.js';
import { openapiOptions } from './openapi.js';
import { answerError, answerProblems, problemOf } from './problem-answers.js';
import { answerUnknownRoutes } from './unknown-routes.js';
import { validateRequests } from './validate-requests.js';

export interface HttpAppOptions {
  readonly logger: Logger;
  readonly title: string;
  /** Of the OpenAPI document: Markdown. */
  readonly description: string;
}

const bodyLimitBytes = 1024 * 1024;
const wellFormedId = /^[A-Za-z0-9._~-]{1,128}$/;

export type HttpApp = Awaited<ReturnType<typeof createHttpApp>>;

/** A Fastify app without routes but `/docs` and `/openapi.json`; the caller registers the rest and listens. */
export async function createHttpApp({ logger, title, description }: HttpAppOptions) {
  const loggerInstance: FastifyBaseLogger = logger;
  const app = fastify({
    loggerInstance,
    bodyLimit: bodyLimitBytes,
    disableRequestLogging: true,
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
    },
    clientErrorHandler: refuseUnparsable,
  });
  app.decorateRequest('caller', null);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  acceptJsonOnly(app);
  answerProblems(app);
  answerUnknownRoutes(app);
  validateRequests(app);
  await app.register(fastifySwagger, openapiOptions(title, description));
  await app.register(fastifySwaggerUi, {
    routePrefix: '/docs',
    uiConfig: { persistAuthorization: true, docExpansion: 'list', tryItOutEnabled: true },
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app.withTypeProvider<TypeBoxTypeProvider>();
}

/** What is not even HTTP: there is no request to answer through, so the answer is written by hand. */
function refuseUnparsable(error: NodeJS.ErrnoException, socket: import('node:net').Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const rejected = new Rejected(
    tooLarge ? 'headers-too-large' : 'invalid-input',
    tooLarge ? undefined : 'The request is not valid HTTP.',
  );
  const problem: Problem = problemOf(rejected, { instance: '/', requestId: randomUUID() });
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.status === 431 ? 'Request Header Fields Too Large' : 'Bad Request'}\r\n` +
      `Content-Type: application/problem+json\r\nX-Request-Id: ${problem.requestId}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
