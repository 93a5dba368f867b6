import { pino } from 'pino';
import { t } from 'tap';
import {
  createHttpApp,
  createMetrics,
  type HealthChecks,
  healthRoutes,
  measureRequests,
  startAdminServer,
} from '../src/index.js';

const works = async () => undefined;
const fails = async () => {
  throw new Error('no route to 10.0.0.7');
};

function appWith(checks: HealthChecks) {
  const lines: unknown[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
  return { lines, logger, checks };
}

t.test('what works is 200, with each check by name', async (t) => {
  const { logger, checks } = appWith({ live: {}, ready: { writeStore: works, queue: works } });
  const app = await createHttpApp({ logger, title: 'Test', description: '' });
  healthRoutes(app, checks);
  const live = await app.inject('/health/live');
  t.equal(live.statusCode, 200);
  t.same(live.json(), { status: 'ok', checks: {} });
  const ready = await app.inject('/health/ready');
  t.same(ready.json(), { status: 'ok', checks: { writeStore: 'ok', queue: 'ok' } });
  t.equal(ready.headers['cache-control'], 'no-store');
});

t.test('what fails is 503: the answer names the check, the log the reason', async (t) => {
  const { logger, lines, checks } = appWith({ live: {}, ready: { queue: works, view: fails } });
  const app = await createHttpApp({ logger, title: 'Test', description: '' });
  healthRoutes(app, checks);
  const ready = await app.inject('/health/ready');
  t.equal(ready.statusCode, 503);
  t.same(ready.json(), { status: 'failing', checks: { queue: 'ok', view: 'failing' } });
  t.match(lines, [{ check: 'view', err: { message: 'no route to 10.0.0.7' } }]);
  t.equal((await app.inject('/health/live')).statusCode, 200);
});

t.test('a check that never ends does not hold up the answer', async (t) => {
  const { logger, checks } = appWith({
    live: { pipeline: () => new Promise(() => {}) },
    ready: {},
  });
  const app = await createHttpApp({ logger, title: 'Test', description: '' });
  healthRoutes(app, checks);
  const live = await app.inject('/health/live');
  t.equal(live.statusCode, 503);
  t.same(live.json().checks, { pipeline: 'no answer' });
});

t.test('the admin server shows requests by method, route and status', async (t) => {
  const metrics = createMetrics('test');
  const app = await createHttpApp({
    logger: pino({ level: 'silent' }),
    title: '',
    description: '',
  });
  measureRequests(app, metrics);
  healthRoutes(app, { live: {}, ready: { view: fails } });
  const ids = ['/health/ready', '/health/live', '/nowhere/1', '/nowhere/2'];
  for (const url of ids) await app.inject(url);

  const admin = await startAdminServer({ host: '127.0.0.1', port: 0, metrics });
  t.teardown(() => admin.close());
  const answer = await admin.inject('/metrics');
  t.match(answer.headers['content-type'], 'text/plain');
  const counts = answer.body
    .split('\n')
    .filter((line) => line.startsWith('http_request_duration_seconds_count'));
  const expected = [
    ['/health/ready', 503, 1],
    ['/health/live', 200, 1],
    ['unknown', 404, 2],
  ] as const;
  t.equal(counts.length, expected.length, 'paths that nobody has do not multiply the series');
  for (const [route, status, count] of expected) {
    const line = counts.find((count) => count.includes(`route="${route}"`)) ?? '';
    for (const part of [`status="${status}"`, 'method="GET"', 'app="test"', `} ${count}`]) {
      t.match(line, part);
    }
  }
  t.match(answer.body, /^nodejs_eventloop_lag_seconds\{app="test"\}/m);
});

t.test('an app without a public port answers health on the admin server', async (t) => {
  const health = { live: {}, ready: { view: fails } };
  const metrics = createMetrics('test');
  const admin = await startAdminServer({ host: '127.0.0.1', port: 0, metrics, health });
  t.teardown(() => admin.close());
  t.equal((await admin.inject('/health/live')).statusCode, 200);
  const ready = await admin.inject('/health/ready');
  t.equal(ready.statusCode, 503);
  t.same(ready.json(), { status: 'failing', checks: { view: 'failing' } });
});
