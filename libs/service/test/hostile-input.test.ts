/** Whatever is sent: the answer is a success or a problem document, never a failure of ours. */
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { type Test, t } from 'tap';
import { authorization, testApp } from './test-app.js';

type App = Awaited<ReturnType<typeof testApp>>['app'];

const json = { authorization, 'content-type': 'application/json' };
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', '%', '%00', '%FF', '\0', '../..', '{', '[]', '-0'),
);

async function holds<T>(t: Test, arbitrary: fc.Arbitrary<T>, request: (value: T) => InjectOptions) {
  const { app } = await testApp(t);
  await fc.assert(
    fc.asyncProperty(arbitrary, async (value) => await isAnswered(app, request(value))),
    { numRuns: 300 },
  );
}

async function isAnswered(app: App, request: InjectOptions): Promise<boolean> {
  const answer = await app.inject(request);
  if (answer.headers['x-request-id'] === undefined || answer.statusCode >= 500) return false;
  if (answer.statusCode < 400) return true;
  const isProblem = answer.headers['content-type'] === 'application/problem+json';
  return isProblem && answer.json().status === answer.statusCode;
}

t.test('any JSON as a body', async (t) => {
  await holds(t, fc.json(), (payload) => ({
    method: 'POST',
    url: '/things',
    headers: json,
    payload,
  }));
});

t.test('any bytes as a body', async (t) => {
  await holds(t, fc.uint8Array({ maxLength: 200 }), (bytes) => ({
    method: 'PATCH',
    url: '/things',
    headers: json,
    payload: Buffer.from(bytes),
  }));
});

t.test('any text as a query', async (t) => {
  await holds(t, fc.array(fc.tuple(hostile, hostile)), (pairs) => ({
    url: `/things?${pairs.map(([name, value]) => encodeURI(`${name.toWellFormed()}=${value.toWellFormed()}`)).join('&')}`,
  }));
});

t.test('any bytes in a query or a path', async (t) => {
  const bytes = fc
    .uint8Array({ maxLength: 20 })
    .map((array) => [...array].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  await holds(t, fc.tuple(bytes, bytes), ([path, query]) => ({
    url: `/things/${path}?${query}=${query}`,
  }));
});

t.test('any text in the headers that we read', async (t) => {
  const visible = fc.string({ unit: 'grapheme-ascii' });
  await holds(t, fc.tuple(visible, visible, visible), ([type, token, id]) => ({
    method: 'POST',
    url: '/things',
    headers: { 'content-type': type, authorization: token, 'x-request-id': id },
    payload: '{}',
  }));
});
