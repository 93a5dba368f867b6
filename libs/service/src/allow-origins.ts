/** CORS: which pages of other origins may call the API. */
import fastifyCors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const allowedHeaders = [
  ...['Authorization', 'Content-Type', 'Consistency-Token', 'Idempotency-Key'],
  ...['If-Match', 'If-None-Match', 'Prefer', 'X-Request-Id'],
];
const exposedHeaders = [
  ...['Allow', 'Consistency-Token', 'ETag', 'Idempotency-Replayed', 'Link', 'Location'],
  ...['RateLimit', 'RateLimit-Policy', 'Retry-After', 'View-Lag', 'WWW-Authenticate'],
  'X-Request-Id',
];

/** Without origins nothing is added, and browsers keep other pages out. */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]) {
  if (origins.length === 0) return;
  await app.register(fastifyCors, {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders,
    exposedHeaders,
    maxAge: 600,
    strictPreflight: false,
  });
  if (origins.includes('*')) return;
  // Routes say themselves what their answers vary by, and what the plugin said earlier is lost.
  app.addHook('onSend', async (_request, reply) => {
    const others = String(reply.getHeader('vary') ?? '');
    if (!/\borigin\b/i.test(others))
      reply.header('vary', others === '' ? 'Origin' : `${others}, Origin`);
  });
}
