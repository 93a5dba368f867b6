/** A query app with two workers, on Redis and an embedded view: one of them is killed under reads. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { skipWithout, startMarquee, startRedis } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, seeing } from './client.js';
import { runCli } from './compose-apps.js';
import { metricsOfWorkers, shownMetrics } from './metrics.js';

skipWithout(t, 'Redis');
const directory = mkdtempSync(join(tmpdir(), 'marquee-workers-'));
const redis = await startRedis();
const settings = {
  ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_FORMAT: 'json', QUEUE_URL: redis.url },
};
t.equal((await runCli(['migrate'], settings)).code, 0);
const [command, projector, query] = await Promise.all([
  startMarquee('command', settings),
  startMarquee('projector', settings),
  startMarquee('query', { ...settings, WORKERS: '2' }),
]);
t.teardown(async () => {
  await Promise.all([command.stop(), projector.stop(), query.kill()]);
  await redis.stop();
  rmSync(directory, { recursive: true, force: true });
});
const commands = clientOf(command.url, adminToken(directory));

/** By the connections that they are asked on: each new one goes to the next worker. */
async function readOnNewConnection(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(query.url + path, { headers: { connection: 'close', ...headers } });
  const { items = [] } = (await answer.json()) as Partial<PageOf<Movie>>;
  return { status: answer.status, titles: items.map(({ title }) => title) };
}

const scrape = async () => await (await fetch(`${query.adminUrl}/metrics`)).text();

/** Pages of movies that were served, however. */
async function served(): Promise<number> {
  const counts = (await scrape()).matchAll(/^marquee_pages_served_total\{.*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Process ids of the workers whose start the log tells. */
const started = () => [
  ...new Set(
    [...query.output().matchAll(/"pid":(\d+),.*"worker":\d+,.*the query app listens/g)].map(
      ([, pid]) => Number(pid),
    ),
  ),
];

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

t.test('a write shows in what each worker answers, and keeps showing', async (t) => {
  await until(() => started().length === 2);
  for (const title of ['First', 'Second', 'Third']) {
    const made = await commands.send<Movie>('POST', '/movies', { body: { title } });
    await fetch(`${query.url}/movies`, { headers: seeing(made) });
    // The page may be kept by either; news of the write reach both, in their own time.
    for (let inARow = 0; inARow < 6; ) {
      const { titles } = await readOnNewConnection('/movies?sort=-addedAt');
      inARow = titles[0] === title ? inARow + 1 : 0;
    }
  }
  t.pass('both have each of them');
});

t.test(
  'each worker searches by an index of its own, which has a write when its token says so',
  async (t) => {
    for (const title of ['Quince', 'Medlar']) {
      const made = await commands.send<Movie>('POST', '/movies', { body: { title } });
      for (let inARow = 0; inARow < 6; ) {
        const { status, titles } = await readOnNewConnection(`/search?q=${title}`, seeing(made));
        if (status === 200) t.same(titles, [title]);
        inARow = status === 200 ? inARow + 1 : 0; // it may be filled still
      }
    }
    const text = await scrape();
    t.match(text, /^marquee_search_filling\{app="query"\} 0$/m);
    t.match(text, /^marquee_search_movies\{app="query"\} 5$/m, 'those of one worker');
  },
);

t.test('/metrics counts what both answered, and tells the worst lag', async (t) => {
  const before = await served();
  for (let n = 0; n < 20; n += 1) await readOnNewConnection('/movies');
  t.equal((await served()) - before, 20);
  const text = await scrape();
  const [, lag] = /^marquee_view_lag_seconds\{app="query"\} (\S+)$/m.exec(text) ?? [];
  t.ok(Number(lag) < 60);
  for (const name of metricsOfWorkers) t.ok(shownMetrics(text).has(name), name);
});

t.test('one that is killed costs its requests in hand at most, and comes back', async (t) => {
  let over = false;
  let failed = 0;
  let answered = 0;
  const reader = async () => {
    while (!over) {
      const status = await readOnNewConnection('/movies')
        .then((answer) => answer.status)
        .catch(() => 0);
      if (status === 200) answered += 1;
      else failed += 1;
    }
  };
  const readers = Array.from({ length: 4 }, reader);
  const [victim] = started();
  const countedBefore = await served();
  process.kill(victim ?? 0, 'SIGKILL');
  await until(() => started().length === 3);
  const answeredBefore = answered;
  await until(() => answered > answeredBefore + 50);
  over = true;
  await Promise.all(readers);
  t.ok(failed <= readers.length, `${failed} failed of ${answered + failed}`);
  t.ok((await served()) >= countedBefore, 'no count is lost');
  t.match(await scrape(), /^marquee_workers_ended_total\{app="query"\} 1$/m);
});

t.test('SIGTERM ends all of them in order', async (t) => {
  const [, ...left] = started();
  t.equal(await query.stop(), 0);
  for (const pid of left) t.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});
