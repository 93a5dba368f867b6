import { createRequire } from 'node:module';
import { t } from 'tap';
import { startTracing, traceEvents } from '../src/index.js';

const { cache } = createRequire(import.meta.url);
const isLoaded = () => Object.keys(cache).some((file) => file.includes('/sdk-trace'));
const options = { app: 'command', traceRatio: 1 } as const;

t.test('without a receiver there are no traces, and none of their code is loaded', async (t) => {
  t.equal(await startTracing({ ...options, otlpEndpoint: null }), null);
  t.notOk(isLoaded());
});

t.test('spans of one trace, sent nowhere, hold nothing up', async (t) => {
  const tracing = await startTracing({ ...options, otlpEndpoint: 'http://127.0.0.1:9/' });
  t.ok(isLoaded());
  if (tracing === null) return;
  const first = tracing.begin('first', { kind: 'server' });
  t.match(first.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  const second = tracing.begin('second', { kind: 'producer', parent: first.traceparent });
  t.equal(second.traceparent.split('-')[1], first.traceparent.split('-')[1]);
  t.not(second.traceparent, first.traceparent);
  for (const parent of ['', 'nonsense', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`]) {
    const other = tracing.begin('other', { kind: 'server', parent });
    t.not(other.traceparent.split('-')[1], first.traceparent.split('-')[1], 'a trace of its own');
    t.notMatch(other.traceparent, '0'.repeat(32));
  }
  second.end({ error: new Error('broken') });
  first.end({ attributes: { 'http.response.status_code': 500 } });
  await tracing.close();
});

t.test('what a caller does not want traced is not', async (t) => {
  const tracing = await startTracing({ ...options, otlpEndpoint: 'http://127.0.0.1:9' });
  const parent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
  const span = tracing?.begin('untraced', { kind: 'server', parent });
  t.match(span?.traceparent, new RegExp(`^00-${'a'.repeat(32)}-.*-00$`));
  await tracing?.close();
});

t.test('events that no traced request led to have no spans', async (t) => {
  const events = [{ kind: 'heartbeat' as const, at: 1, oldestUnconfirmedAt: null }];
  const tracing = await startTracing({ ...options, otlpEndpoint: 'http://127.0.0.1:9' });
  const step = { name: 'publish', kind: 'producer' } as const;
  t.same(traceEvents(tracing, step, { events }).events, events);
  t.equal(traceEvents(null, step, { events }).events, events);
  await tracing?.close();
});
