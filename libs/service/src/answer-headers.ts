/** What browsers must not do with an answer of the API: run it, frame it, guess its type. */
import type { FastifyInstance, FastifyReply } from 'fastify';

const headers: readonly (readonly [name: string, value: string])[] = [
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['referrer-policy', 'no-referrer'],
  ['strict-transport-security', 'max-age=31536000'], // counts only where TLS is: browsers ignore it elsewhere
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
];

export function addAnswerHeaders(reply: FastifyReply): void {
  for (const [name, value] of headers) reply.header(name, value);
}

/** For answers that are pages, which have a policy of their own. */
export function removeAnswerHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_request, reply) => {
    for (const [name] of headers) reply.removeHeader(name);
  });
}
