/** Turns whatever goes wrong into one problem document (RFC 9457); says nothing of the inside. */
import {
  type Fault,
  type Problem,
  type ProblemCode,
  problems,
  Rejected,
  StoreUnavailable,
} from '@marquee/contracts';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const retryAfterSeconds = 1;

/** Fastify's own refusals. What is not here and below 500 is `invalid-input`. */
const fastifyCodes: Record<string, readonly [code: ProblemCode, detail?: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['invalid-input', 'The body is not as long as announced.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri-too-long'],
  FST_ERR_BAD_URL: ['invalid-input', 'The path is not percent-encoded UTF-8.'],
};

/** The document of a refusal. `instance` is the path asked for, without its query. */
export function problemOf(
  rejected: {
    readonly code: ProblemCode;
    readonly message: string;
    readonly faults?: readonly Fault[];
  },
  request: { readonly instance: string; readonly requestId: string },
): Problem {
  const [status, title] = problems[rejected.code];
  const errors = rejected.faults ?? [];
  return {
    type: `urn:marquee:problem:${rejected.code}`,
    title,
    status,
    detail: rejected.message,
    instance: request.instance,
    code: rejected.code,
    requestId: request.requestId,
    ...(errors.length > 0 ? { errors: [...errors] } : {}),
  };
}

export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply));
}

/** Also serves errors that arise before routing. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const rejected = rejectionOf(error);
  if (rejected.code === 'internal-error') request.log.error({ err: error }, 'request failed');
  if (rejected.code === 'unavailable') request.log.warn({ err: error }, 'a store is unavailable');
  return sendProblem(request, reply, rejected);
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  rejected: Rejected,
): FastifyReply {
  const instance = request.url.split('?', 1)[0] ?? '/';
  const problem = problemOf(rejected, { instance, requestId: request.id });
  if (problem.status === 503) reply.header('retry-after', retryAfterSeconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="marquee"');
  // Fastify would close after each body that it could not parse; Node reads away the rest of it.
  reply.removeHeader('connection');
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(Buffer.from(JSON.stringify(problem))); // to a string, Fastify would add a charset
}

function rejectionOf(error: unknown): Rejected {
  if (error instanceof Rejected) return error;
  if (error instanceof StoreUnavailable) return new Rejected('unavailable');
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const known = fastifyCodes[error.code];
    if (known !== undefined) return new Rejected(...known);
    const status = 'statusCode' in error ? error.statusCode : 500;
    if (typeof status === 'number' && status < 500) return new Rejected('invalid-input');
  }
  return new Rejected('internal-error');
}
