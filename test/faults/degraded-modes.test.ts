/** Each store and the queue down by itself: what goes on without it, and that all comes back without a restart of any process. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { Database } from '@marquee/sqlite';
import { skipWithout } from '@marquee/testing';
import t from 'tap';
import { type Answer, type PageOf, seeing } from '../system/client.js';
import { startThreeApps } from '../system/compose-apps.js';

skipWithout(t, 'Redis', 'Cassandra');
const three = await startThreeApps({ own: true });
t.teardown(() => three.close());
const { commands, queries, redis, cassandra, apps } = three;
const pids = Object.values(apps).map(({ pid }) => pid);

const write = (title: string) => commands.send<Movie>('POST', '/movies', { body: { title } });
/** A page that nobody has asked for before, so that none is kept of it. */
const read = () => queries.get<PageOf<Movie>>(`/movies?limit=1&skip=${reads++}`);
let reads = 0;

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await sleep(100);
}

/** Resolves when readers see the movie, without a token. */
const shown = (made: Answer<Movie>) =>
  until(async () => (await queries.get(`/movies/${made.body.id}`)).status === 200);

function refuses(t: Tap, { status, headers, body }: Answer<unknown>): void {
  t.equal(status, 503);
  t.match(body, { code: 'unavailable' });
  t.match(headers.get('retry-after'), /^\d+$/);
}

/** The status that each process gives for its own life. */
async function lives(): Promise<number[]> {
  const { command, projector, query } = apps;
  const urls = [command.url, projector.adminUrl, query.url];
  return await Promise.all(
    urls.map(async (url) => {
      const answer = await fetch(`${url}/health/live`);
      await answer.body?.cancel();
      return answer.status;
    }),
  );
}

await shown(await write('Before any of it'));

t.test('queue down: writes and reads go on, and the outbox drains when it is back', async (t) => {
  await redis.kill();
  const made = await write('While the queue was down');
  t.equal(made.status, 201);
  t.equal((await read()).status, 200);
  t.equal((await queries.get(`/movies/${made.body.id}`)).status, 404, 'not there yet');
  t.same(await lives(), [200, 200, 200]);
  await redis.restart();
  await shown(made);
});

t.test('queue frozen, then thawed: the same', async (t) => {
  redis.pause();
  const made = await write('While the queue was frozen');
  t.equal(made.status, 201);
  t.equal((await read()).status, 200);
  await sleep(6_000); // past the limit of each call to it
  t.same(await lives(), [200, 200, 200]);
  redis.resume();
  await shown(made);
});

for (const [how, down, up] of [
  ['down', () => cassandra.kill(), () => cassandra.restart()],
  ['frozen', async () => cassandra.pause(), async () => cassandra.resume()],
] as const) {
  t.test(`view ${how}: writes go on, reads are refused until it is back`, async (t) => {
    await down();
    const made = await write(`While the view was ${how}`);
    t.equal(made.status, 201);
    await until(async () => (await read()).status === 503);
    refuses(t, await read());
    refuses(t, await queries.get(`/movies/${made.body.id}`));
    const ready = await fetch(`${apps.query.url}/health/ready`);
    t.equal(ready.status, 503, 'no traffic should come');
    t.same(await lives(), [200, 200, 200], 'but nothing is to be restarted');
    await up();
    await shown(made);
    t.equal((await read()).status, 200);
  });
}

t.test('write store down: reads go on, writes are refused until it is back', async (t) => {
  // A lock that another process keeps is all that can be done to a file from outside.
  const file = join(three.settings['DATA_DIR'] ?? '', 'write.sqlite');
  const other = new Database(file);
  t.teardown(async () => void other.close());
  other.exec('BEGIN IMMEDIATE');
  refuses(t, await write('Never'));
  t.equal((await read()).status, 200);
  t.same(await lives(), [200, 200, 200]);
  other.exec('ROLLBACK');
  let made = await write('After the lock');
  while (made.status !== 201) made = await write('After the lock');
  const item = await queries.get<Movie>(`/movies/${made.body.id}`, seeing(made));
  t.equal(item.status, 200);
});

t.test('no process was restarted, and each is as well as before', async (t) => {
  t.same(
    Object.values(apps).map(({ pid }) => pid),
    pids,
  );
  for (const pid of pids) t.ok(process.kill(pid, 0), 'it still runs');
  t.same(await lives(), [200, 200, 200]);
});

type Tap = Pick<typeof t, 'equal' | 'match'>;
