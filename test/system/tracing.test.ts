/** One trace from the request over the outbox, the relay and the queue into the view; and the same way in the logs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { skipWithout } from '@marquee/testing';
import t from 'tap';
import { adminToken, seeing } from './client.js';
import { startThreeApps } from './compose-apps.js';
import { type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.js';

skipWithout(t, 'Redis', 'Cassandra');
const receiver = await startOtlpReceiver();
t.teardown(() => receiver.close());
const directory = mkdtempSync(join(tmpdir(), 'marquee-tracing-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));
const three = await startThreeApps({
  settings: {
    VIEW_STORE_URL: `sqlite:${directory}/view.sqlite`,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    LOG_LEVEL: 'debug',
  },
});
t.teardown(() => three.close());

const traceId = '0af7651916cd43dd8448eb211c80319c';
const caller = 'b7ad6b7169203331';
const headers = { traceparent: `00-${traceId}-${caller}-01`, 'x-request-id': 'order-66' };
const made = await three.commands.send<Movie>('POST', '/movies', {
  body: { title: 'A Secret Title' },
  headers,
});
await three.queries.get(`/movies/${made.body.id}`, { ...seeing(made), ...headers });

/** The first span of this name, as soon as it is there. */
async function spanOf(name: string): Promise<ReceivedSpan> {
  for (;;) {
    const span = receiver.spans.find((span) => span.name === name && span.traceId === traceId);
    if (span !== undefined) return span;
    await sleep(50);
  }
}

t.test('a write is one trace, from the request into the view', async (t) => {
  const request = await spanOf('POST /movies');
  const publish = await spanOf('publish movie');
  const project = await spanOf('project movie');
  t.match(request, { service: 'marquee-command', parentSpanId: caller });
  t.match(publish, { service: 'marquee-command', parentSpanId: request.spanId });
  t.match(project, { service: 'marquee-projector', parentSpanId: publish.spanId });
  t.match(request.attributes, {
    'http.response.status_code': '201',
    'marquee.request.id': 'order-66',
  });
  for (const { attributes } of [publish, project]) {
    t.match(attributes, {
      'marquee.movie.id': made.body.id,
      'marquee.version': String(made.body.version),
    });
  }
  t.match(project.attributes, { 'marquee.generation': 'g1' });
});

t.test('a read is a span of the trace that its caller names', async (t) => {
  t.match(await spanOf('GET /movies/:id'), { service: 'marquee-query', parentSpanId: caller });
});

t.test('traces hold no tokens and nothing of what was written', async (t) => {
  t.notMatch(receiver.received(), adminToken(three.settings['DATA_DIR'] ?? ''));
  t.notMatch(receiver.received(), 'A Secret Title');
  t.notMatch(receiver.received(), made.headers.get('consistency-token') ?? '-');
});

t.test('the logs of all processes on the way name the request and the movie', async (t) => {
  const { command, projector } = three.apps;
  for (const [app, message] of [
    [command, 'answered'],
    [command, 'published'],
    [projector, 'in the view'],
  ] as const) {
    const find = () =>
      app
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line))
        .find((line) => line.msg === message && line.movieId === made.body.id);
    while (find() === undefined) await sleep(50);
    const { requestId, requestIds = [requestId] } = find();
    t.same(requestIds, ['order-66'], message);
    t.notMatch(app.output(), adminToken(three.settings['DATA_DIR'] ?? ''));
  }
});
