import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { t } from 'tap';
import { Type } from 'typebox';
import { createMetrics, startAdminServer } from '../src/index.js';

const schema = { body: Type.Object({ all: Type.Boolean() }, { additionalProperties: false }) };

const admin = await startAdminServer({
  host: '127.0.0.1',
  port: 0,
  hostnames: ['Command'],
  metrics: createMetrics('test'),
  routes: [
    async (app: FastifyInstance) => {
      app.post('/admin/things', { schema }, async (request) => request.body);
      app.get('/admin/broken', async () => {
        await sleep(0);
        throw new Error('the inside');
      });
    },
  ],
  pages: [
    (app: FastifyInstance, _options: object, done: () => void) => {
      app.get('/page', async (_request, reply) => reply.type('text/html').send('<h1>Hi</h1>'));
      done();
    },
  ],
});
t.teardown(() => admin.close());

t.test('routes are checked and answer with problem documents', async (t) => {
  const post = (payload: object) => admin.inject({ method: 'POST', url: '/admin/things', payload });
  t.same((await post({ all: true })).json(), { all: true });
  const refused = await post({ every: true });
  t.equal(refused.statusCode, 400);
  t.equal(refused.headers['content-type'], 'application/problem+json');
  t.match(refused.json(), { code: 'invalid-input', errors: [{ pointer: '/all' }, {}] });
  const broken = await admin.inject('/admin/broken');
  t.match(broken.json(), { status: 500, code: 'internal-error' });
  t.notMatch(broken.body, 'inside');
});

t.test('what is not there is 404, and a wrong method 405 with what is allowed', async (t) => {
  t.match((await admin.inject('/admin/nothing')).json(), { status: 404, code: 'not-found' });
  const wrong = await admin.inject('/admin/things');
  t.match(wrong.json(), { status: 405, code: 'method-not-allowed' });
  t.equal(wrong.headers['allow'], 'POST');
});

t.test('pages take parameters that no schema names', async (t) => {
  const page = await admin.inject('/page?tab=failed');
  t.equal(page.statusCode, 200);
  t.match(page.headers['content-type'], 'text/html');
});

t.test('it answers by addresses, as localhost and by the names that it is given', async (t) => {
  const names = ['127.0.0.1', '127.0.0.1:3901', '[::1]:3901', '10.1.2.3', 'LOCALHOST:1', 'command'];
  for (const host of names) {
    t.equal((await admin.inject({ url: '/metrics', headers: { host } })).statusCode, 200, host);
  }
  for (const host of ['evil.example', 'localhost.evil.example:3901', 'command.evil', '1.2.3']) {
    const refused = await admin.inject({ url: '/metrics', headers: { host } });
    t.match(refused.json(), { status: 403, code: 'foreign-request' }, host);
  }
});

t.test('pages of other sites get nothing, its own pages all', async (t) => {
  const ask = async (origin: string) => {
    const headers = { host: 'localhost:3901', origin };
    return (await admin.inject({ url: '/metrics', headers })).statusCode;
  };
  t.equal(await ask('http://localhost:3901'), 200);
  for (const origin of ['https://evil.example', 'http://localhost:3000', 'null', '']) {
    t.equal(await ask(origin), 403, origin);
  }
});
