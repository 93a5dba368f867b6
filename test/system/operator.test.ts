/** What an operator does at the command line and the admin port, with the queue in an app's memory and on Redis. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadLetterList, Movie } from '@marquee/contracts';
import { Database } from '@marquee/sqlite';
import { idOf, type MarqueeProcess, skipWithout, startMarquee, startRedis } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, seeing } from './client.js';
import { runCli } from './compose-apps.js';

skipWithout(t, 'Redis');
const redis = await startRedis();
t.teardown(() => redis.stop());

const poison = idOf(0x13);

for (const [name, queueUrl] of Object.entries({ memory: 'memory:', Redis: redis.url })) {
  t.test(`the queue in ${name}: a refused movie is listed, mended and retried`, async (t) => {
    const { app, client, cli, inView } = await startApp(t, queueUrl);
    inView(`CREATE TRIGGER refuse BEFORE INSERT ON movies_by_id_g1 WHEN new.id = '${poison}'
      BEGIN SELECT RAISE(ABORT, 'not this one'); END`);
    const body = { id: poison, title: 'Poison' };
    const made = await client.send<Movie>('POST', '/movies', { body });
    const other = await client.send<Movie>('POST', '/movies', { body: { title: 'Sound' } });
    const seen = await client.get(`/movies/${other.body.id}`, seeing(other));
    t.equal(seen.status, 200, 'none but itself is held up');

    const letters = async () => {
      const answer = await fetch(`${app.adminUrl}/admin/dead-letters`);
      return (await answer.json()) as DeadLetterList;
    };
    await until(letters, ({ total }) => total > 0);
    const list = await cli('dead-letters', 'list', '--json');
    const { items } = JSON.parse(list.output);
    t.match(items, [{ subjects: [`movie:${poison}`], reason: /not this one/ }]);
    const trace = await cli('trace', poison);
    t.match(trace, {
      code: 0,
      output: /It is published; the live view.*dead letter.*not this one/s,
    });
    const requestId = made.headers.get('x-request-id') ?? '?';
    t.match(trace.output, requestId, 'the request that it came from');
    inView('DROP TRIGGER refuse');
    t.match(await cli('dead-letters', 'retry', '--all'), { code: 0, output: /[1-9]\d* retried/ });
    const healed = await until(
      () => client.get<Movie>(`/movies/${poison}`),
      ({ status }) => status === 200,
    );
    t.equal(healed.body.title, 'Poison');
    t.match(await letters(), { total: 0, items: [] });
    const traced = await fetch(`${app.adminUrl}/admin/movies/${poison}/trace`);
    t.match(await traced.json(), { written: { version: made.body.version }, deadLetters: [] });
  });

  t.test(`the queue in ${name}: writes go on while the projector is paused`, async (t) => {
    const { app, client, cli } = await startApp(t, queueUrl);
    t.match(await cli('projector', 'pause'), { code: 0, output: /g1 +paused/ });
    const made = await client.send<Movie>('POST', '/movies', { body: { title: 'Patience' } });
    t.equal(made.status, 201);
    const behind = await client.get(`/movies/${made.body.id}`, {
      ...seeing(made),
      prefer: 'wait=1',
    });
    t.equal(behind.status, 503);
    const paused = await (await fetch(`${app.adminUrl}/admin/projector`)).json();
    t.match(paused, { generations: [{ generation: 'g1', paused: true, dead: 0 }] });
    const resumed = await fetch(`${app.adminUrl}/admin/projector/resume`, { method: 'POST' });
    t.match(await resumed.json(), { generations: [{ paused: false }] });
    const arrived = await until(
      () => client.get(`/movies/${made.body.id}`, { ...seeing(made), prefer: 'wait=10' }),
      ({ status }) => status === 200,
    );
    t.equal(arrived.status, 200);
    const unknown = await cli('projector', 'pause', '--generation', 'g9');
    t.match(unknown, { code: 3, output: /There is no generation g9/ });
  });
}

t.test('on Redis the board follows the generations that come', async (t) => {
  const { app, inView } = await startApp(t, redis.url);
  const queues = async () => {
    const answer = await fetch(`${app.adminUrl}/admin/board/api/queues`);
    const { queues } = (await answer.json()) as {
      queues: { name: string; readOnlyMode: boolean }[];
    };
    t.ok(queues.every(({ readOnlyMode }) => readOnlyMode));
    return queues.map(({ name }) => name);
  };
  t.same(await queues(), ['changes-g1']);
  inView(
    "INSERT INTO generations (name, projection_version, live, splits, created_at) VALUES ('g2', 999, 0, '{}', 1)",
  );
  t.same(await until(queues, (names) => names.length > 1), ['changes-g1', 'changes-g2']);
  const page = await fetch(`${app.adminUrl}/admin/board`);
  t.match(page.headers.get('content-type'), 'text/html');
});

t.test('without an app, a queue in memory cannot be reached, which is said', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-operator-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  const run = await runCli(['dead-letters', 'list'], { DATA_DIR: directory, ADMIN_PORT: '9' });
  t.match(run, { code: 3, output: /in the memory of the app.*127\.0\.0\.1:9/ });
  const wrong = await runCli(['dead-letters', 'discard'], { DATA_DIR: directory });
  t.match(wrong, { code: 2, output: /Name either ids, or --all/ });
});

async function startApp(t: Tap, queueUrl: string) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-operator-'));
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off', QUEUE_URL: queueUrl };
  const app: MarqueeProcess = await startMarquee('standalone', settings);
  t.teardown(async () => {
    await app.stop();
    await redis.empty();
    rmSync(directory, { recursive: true });
  });
  const adminPort = new URL(app.adminUrl).port;
  const inView = (sql: string) => {
    const db = new Database(join(directory, 'view.sqlite'));
    db.exec(sql);
    db.close();
  };
  return {
    app,
    client: clientOf(app.url, adminToken(directory)),
    cli: (...args: string[]) => runCli(args, { ...settings, ADMIN_PORT: adminPort }),
    inView,
  };
}

async function until<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    await sleep(200);
  }
}

interface Tap {
  teardown(work: () => Promise<void>): void;
}
