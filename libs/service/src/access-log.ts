/** One line for each request: method, route, status and time. No addresses, headers or bodies: they may hold secrets. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isDebugging } from './logger.js';

export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply));
}

/** Successful reads are logged at debug: they are almost all of the traffic. */
export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { method } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  const level = isRead && reply.statusCode < 400 ? 'debug' : 'info';
  if (level === 'debug' && !isDebugging(request.log.level)) return;
  const route = request.routeOptions.url ?? null;
  const ms = Math.round(reply.elapsedTime * 10) / 10;
  const details = { method, route, status: reply.statusCode, ms, ...subjectOf(request, reply) };
  request.log[level](details, 'answered');
}

/** The movie or actor that the request was about, or that it made. */
function subjectOf(request: FastifyRequest, reply: FastifyReply): object {
  const made = reply.statusCode === 201 ? reply.getHeader('location') : undefined;
  const path = typeof made === 'string' ? made : request.url;
  const [, kind, id] = /\/(movie|actor)s\/([0-9a-f-]{36})(?:[/?]|$)/.exec(path) ?? [];
  return kind === undefined ? {} : { [`${kind}Id`]: id };
}
