/** A rebuild as its readers see it: walks that began before it go on, tokens are answered, nothing is missing and nothing stands twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { Database } from '@marquee/sqlite';
import { missing, startMarquee } from '@marquee/testing';
import t from 'tap';
import {
  type Answer,
  addMovies,
  adminToken,
  type Client,
  clientOf,
  type PageOf,
  seeing,
} from './client.js';
import { runCli, startThreeApps } from './compose-apps.js';

type Tap = import('tap').Test;

const steady = 120;

t.test('readers of embedded stores notice nothing of a rebuild', async (t) => {
  const settings = await embedded(t);
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const client = clientOf(app.url, adminToken(settings.DATA_DIR));
  await readWhileRebuilding(t, { commands: client, queries: client, settings });
});

const skip = missing('Redis') || missing('Cassandra');
t.test('readers of Redis and Cassandra notice nothing of a rebuild', { skip }, async (t) => {
  const three = await startThreeApps();
  t.teardown(() => three.close());
  await readWhileRebuilding(t, three);
});

t.test('a view of another release is made anew before anybody is served', async (t) => {
  const settings = await embedded(t);
  const before = await startMarquee('standalone', settings);
  const writer = clientOf(before.url, adminToken(settings.DATA_DIR));
  const { answer } = await addMovies(writer, { title: 'Steady', count: steady });
  await writer.get('/movies', seeing(answer));
  const first = await readPage(writer, '/movies?sort=title&limit=50');
  await before.stop();
  for (const file of ['view.sqlite', 'write.sqlite']) {
    const db = new Database(join(settings.DATA_DIR, file));
    db.exec('UPDATE generations SET projection_version = projection_version - 1');
    db.close();
  }

  const after = await startMarquee('standalone', settings);
  t.teardown(() => after.kill());
  const reader = clientOf(after.url, adminToken(settings.DATA_DIR));
  const view = new Database(join(settings.DATA_DIR, 'view.sqlite'), { readonly: true });
  t.same(view.prepare('SELECT name FROM generations').pluck().all(), ['g2']);
  view.close();
  const all = await walkOn(reader, first);
  t.equal(new Set(all.map(({ id }) => id)).size, steady, 'the old cursor goes on');
  const later = await addMovies(reader, { title: 'Later', count: steady });
  const seen = await reader.get<PageOf<Movie>>('/movies', seeing(later.answer));
  t.equal(seen.body.page.total, 2 * steady);
});

async function embedded(t: Tap) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-rebuild-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return { DATA_DIR: directory, SAMPLE_DATA: 'off' };
}

interface Apps {
  readonly commands: Client;
  readonly queries: Client;
  readonly settings: Readonly<Record<string, string>>;
}

async function readWhileRebuilding(t: Tap, { commands, queries, settings }: Apps) {
  const { answer, ids } = await addMovies(commands, { title: 'Steady', count: steady });
  await queries.get('/movies', seeing(answer));
  const first = await readPage(queries, '/movies?sort=title&limit=50');

  let isRebuilding = true;
  const rebuilding = runCli(['rebuild'], settings).finally(() => {
    isRebuilding = false;
  });
  let walks = 0;
  let last: Answer<unknown> = answer;
  for (; isRebuilding; walks++) {
    const added = { title: `Test ${walks}`, year: 2001 };
    last = await commands.send('POST', '/movies', { body: added });
    const found = await walkOn(queries, await readPage(queries, '/movies?sort=-title&limit=23'));
    const seen = found.map(({ id }) => id).filter((id) => ids.includes(id));
    if (seen.length !== steady || new Set(seen).size !== steady) {
      t.fail(`walk ${walks} saw ${seen.length} of ${steady}`);
    }
    await sleep(20);
  }
  t.match(await rebuilding, { code: 0, output: /Generation g2 is live/ });
  t.ok(walks > 0, `${walks} walks went on meanwhile`);

  const old = await queries.get<PageOf<Movie>>('/movies', seeing(answer));
  t.equal(old.status, 200, 'a token from before it is answered');
  const fresh = await queries.get<PageOf<Movie>>('/movies', seeing(last));
  t.equal(fresh.body.page.total, steady + walks, 'and one of its last moments');
  const whole = async () => new Set((await walkOn(queries, first)).map(({ title }) => title));
  t.equal((await whole()).size, steady + walks, 'a walk that began before it goes on');
  t.match(await runCli(['verify'], settings), { code: 0 });

  t.match(await runCli(['rebuild', '--rollback'], settings), { code: 0 });
  const more = await commands.send('POST', '/movies', { body: { title: 'Testament', year: 2002 } });
  const back = await queries.get<PageOf<Movie>>('/movies', seeing(more));
  t.equal(back.body.page.total, steady + walks + 1, 'nothing is lost by going back');
  t.equal((await whole()).size, steady + walks + 1);
}

const readPage = async (client: Client, path: string) => {
  const { status, body } = await client.get<PageOf<Movie>>(path);
  if (status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return { path, ...body };
};

/** All movies from this page on, with its own. */
async function walkOn(
  client: Client,
  first: Awaited<ReturnType<typeof readPage>>,
): Promise<Movie[]> {
  const found = [...first.items];
  let { next } = first.page;
  while (next !== null) {
    const { items, page } = await readPage(
      client,
      `${first.path}&cursor=${encodeURIComponent(next)}`,
    );
    found.push(...items);
    next = page.next;
  }
  return found;
}
