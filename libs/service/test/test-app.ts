/** An app with a few routes that stand for all of ours, and what it logged. */
import { Rejected, StoreUnavailable, text, uuid } from '@marquee/contracts';
import { pino } from 'pino';
import type { Test } from 'tap';
import { Type } from 'typebox';
import {
  authenticateAdministrator,
  createHttpApp,
  type EdgeSettings,
  identifyCaller,
  requireCaller,
} from '../src/index.js';

export const token = 'a-token-of-enough-characters';
export const authorization = `Bearer ${token}`;

const Thing = Type.Object({ name: text(1, 10) }, { additionalProperties: false });
const byId = Type.Object({ id: uuid() });
const Query = Type.Object(
  { limit: Type.Optional(Type.Integer({ maximum: 100 })), name: Type.Optional(Type.String()) },
  { additionalProperties: false },
);

export async function testApp(t: Test, level = 'silent', edge: Partial<EdgeSettings> = {}) {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ level }, { write: (line) => void lines.push(JSON.parse(line)) });
  const app = await createHttpApp({ logger, title: 'Test', description: 'For tests.', edge });
  const onRequest = [identifyCaller(authenticateAdministrator(token)), requireCaller];
  app.get('/things', { schema: { querystring: Query } }, async ({ query }) => query);
  app.get('/things/:id', { schema: { params: byId } }, async ({ params }) => params);
  for (const method of ['POST', 'PATCH'] as const) {
    const schema = { querystring: Query, body: Thing };
    app.route({ method, url: '/things', schema, onRequest, handler: async ({ body }) => body });
  }
  app.post('/things/all', async () => ({}));
  app.delete('/things/:id', { schema: { params: byId }, onRequest }, async (_request, reply) => {
    reply.code(204);
  });
  app.get('/broken', async () => {
    throw new Error('the password is hunter2');
  });
  app.get('/unavailable', async () => {
    throw new StoreUnavailable('at 10.0.0.7');
  });
  app.get('/conflict', async () => {
    throw new Rejected('already-exists', 'tmdbId 603 is taken.');
  });
  t.teardown(() => app.close());
  return { app, lines };
}
