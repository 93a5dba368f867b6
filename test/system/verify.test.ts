/** `marquee verify` as a process beside a running app: no false alarm under writes, every true one, and what it repairs stays so. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { Database } from '@marquee/sqlite';
import { idOf, startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, type Client, clientOf, type PageOf, seeing, walk } from './client.js';
import { runCli } from './compose-apps.js';

const clean = { code: 0, output: /\d{3,} rows compared: all are as they must be\.\n$/ };

t.test('beside an app under writes', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-verify-'));
  // Only what is asked for is repaired here.
  const settings = { DATA_DIR: directory, RECONCILE_ROWS_PER_SECOND: '0' };
  const app = await startMarquee('standalone', settings);
  t.teardown(async () => {
    await app.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  const client = clientOf(app.url, adminToken(directory));
  const writing = keepWriting(client, await titlesOf(client));
  const verify = (...args: string[]) => runCli(['verify', ...args], settings);

  for (let run = 0; run < 2; run++) {
    const before = writing.count();
    t.match(await verify(), clean, 'what is on its way is no difference');
    t.ok(writing.count() > before, 'though it was written meanwhile');
  }

  const [victim, other] = writing.untouched;
  const listRow = (id = '') =>
    `movie_id = '${id}' AND list = (SELECT list FROM lists_g1 WHERE name = 'all/title')`;
  inView(directory, `DELETE FROM movie_lists_g1 WHERE ${listRow(victim)}`);
  inView(directory, `UPDATE movie_lists_g1 SET version = version - 5 WHERE ${listRow(other)}`);
  inView(
    directory,
    "INSERT INTO totals_g1 (selection, version, amount) VALUES ('genre:None', 1, 1)",
  );
  const found = await verify();
  t.equal(found.code, 1);
  t.match(found.output, `"${victim}"]\n`, 'each row is named');
  t.match(
    found.output,
    /^1 missing in movieLists\n1 orphaned in totals\n1 stale in movieLists\n\d+ rows compared: 3 differ\.\n$/m,
  );
  t.match(await verify('--repair'), {
    code: 0,
    output: /: 3 differ\.\n3 rows repaired\.\nCompared again:\n.*all are as they must be/s,
  });
  t.match(await verify(), clean);
  const { forward } = await walk<Movie>(client, '/movies?limit=100');
  t.ok(
    forward.some(({ id }) => id === victim),
    'readers see it again',
  );
  const last = await writing.stop();
  t.equal((await client.get('/movies?limit=1', seeing(last))).status, 200);
  t.match(await verify(), clean, 'when nothing is written any more');
});

function inView(directory: string, sql: string): void {
  const db = new Database(join(directory, 'view.sqlite'), { timeout: 5_000 });
  const { changes } = db.prepare(sql).run();
  db.close();
  if (changes !== 1) throw new Error(`${changes} rows were damaged by ${sql}`);
}

const titlesOf = async (client: Client) =>
  (await client.get<PageOf<Movie>>('/movies?limit=50')).body.items.map(({ id }) => id);

/** Creates, changes, rates and deletes, one after the other, all the time; leaves the last ten of the ids alone. */
function keepWriting(client: Client, ids: readonly string[]) {
  const touched = ids.slice(0, -10);
  let count = 0;
  let stopped = false;
  const turn = async () => {
    const id = touched[count % touched.length];
    const body = {
      title: `Title ${count}`,
      genres: [`Genre ${count % 7}`],
      cast: [{ name: 'Ann' }],
    };
    await client.send('PATCH', `/movies/${id}`, { body });
    await client.send('PUT', `/movies/${id}/ratings/${idOf(count)}`, { body: { stars: 4 } });
    const made = await client.send<Movie>('POST', '/movies', { body });
    count += 1;
    return await client.send('DELETE', `/movies/${made.body.id}`);
  };
  const writing = (async () => {
    for (;;) {
      const last = await turn();
      if (stopped) return last;
      await sleep(20);
    }
  })();
  return {
    untouched: ids.slice(-10),
    count: () => count,
    async stop() {
      stopped = true;
      return await writing;
    },
  };
}
