/** Backup and restore of an embedded installation, as docs/operations.md tells it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor, Movie } from '@marquee/contracts';
import { Database } from '@marquee/sqlite';
import { idOf, startMarquee, workspaceRoot } from '@marquee/testing';
import t from 'tap';
import {
  type Answer,
  adminToken,
  type Client,
  clientOf,
  type PageOf,
  seeing,
  walk,
} from './client.js';
import { runCli } from './compose-apps.js';

const USERS = [idOf(0xf1), idOf(0xf2)];
const KEYS = ['admin.token', 'cursor.keys', 'token.keys'];
const COMMAND = 'sqlite3 data/write.sqlite ".backup backup/write.sqlite"';

t.test('a backup that is taken under writes gives the whole catalogue back', async (t) => {
  const [directory, backup] = [directoryOf(t), directoryOf(t)];
  const app = await startMarquee('standalone', { DATA_DIR: directory });
  t.teardown(() => app.kill());
  const client = clientOf(app.url, adminToken(directory));
  const rated = await rateSome(client);
  const before = await catalogueOf(client);
  t.ok(before.movies.length > 200);
  const page = await client.get<PageOf<Movie>>('/movies?sort=rating&limit=10');

  const later = writeOn(client);
  await later.some(5);
  await backUp(directory, backup);
  await later.some(5);
  const written = await later.stop();
  for (const name of KEYS) copyFileSync(join(directory, name), join(backup, name));
  t.equal(await app.stop(), 0);

  const settings = { DATA_DIR: backup };
  const restored = await startMarquee('standalone', settings);
  t.teardown(() => restored.kill());
  for (const fill of [['rebuild'], ['rebuild', '--prune'], ['verify']])
    t.match(await runCli(fill, settings), { code: 0 }, fill.join(' '));
  const again = clientOf(restored.url, adminToken(backup));
  const after = await catalogueOf(again);
  const isLater = ({ title }: Movie) => title.startsWith('Later');
  t.strictSame(
    after.movies.filter((movie) => !isLater(movie)),
    before.movies,
  );
  t.strictSame(after.actors, before.actors);
  const kept = after.movies.filter(isLater).map(({ id }) => id);
  t.ok(kept.length >= 5, 'what was acknowledged before the backup began');
  t.strictSame(kept.sort(), written.slice(0, kept.length).sort(), 'none left out between others');
  t.equal(after.total, after.movies.length);

  for (const [path, stars] of rated) t.same((await again.get(path)).body, { stars }, path);
  const cursor = encodeURIComponent(page.body.page.next ?? '');
  const next = await again.get<PageOf<Movie>>(`/movies?sort=rating&limit=10&cursor=${cursor}`);
  t.equal(next.status, 200);
  const inOrder = (await walk<Movie>(again, '/movies?sort=rating&limit=100')).forward;
  const ids = inOrder.map(({ id }) => id);
  t.strictSame(
    next.body.items.map(({ id }) => id),
    ids.slice(10, 20),
    'old cursors go on',
  );

  const [movie] = before.movies;
  const patched = await again.send<Movie>('PATCH', `/movies/${movie?.id}`, {
    body: { tagline: 'T' },
  });
  t.ok(patched.body.version > (movie?.version ?? 0), 'and so do writes');
  t.equal((await again.get<Movie>(`/movies/${movie?.id}`, seeing(patched))).body.tagline, 'T');
  t.match(await runCli(['verify'], settings), { code: 0, output: /as they must be/ });
});

t.test('the command is the one that operators read', async (t) => {
  t.match(readFileSync(join(workspaceRoot, 'docs/operations.md'), 'utf8'), COMMAND);
});

function directoryOf(t: Tap): string {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-backup-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** By the documented command where that is installed; else by what it calls itself, SQLite's online backup. */
async function backUp(data: string, backup: string): Promise<void> {
  const command = COMMAND.replace('data/', `${data}/`).replace('backup/', `${backup}/`);
  const { status, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
  if (status === 0) return;
  if (status !== 127) throw new Error(stderr);
  console.error('\n!! sqlite3 is not installed: the backup is made by the driver instead.\n');
  const db = new Database(join(data, 'write.sqlite'), { readonly: true });
  await db.backup(join(backup, 'write.sqlite'));
  db.close();
}

/** The paths of some ratings, with their stars; resolves when readers see them. */
async function rateSome(client: Client): Promise<[path: string, stars: number][]> {
  const { items } = (await client.get<PageOf<Movie>>('/movies?limit=20')).body;
  const ratings = items.flatMap(({ id }, index) =>
    USERS.map((user, n): [string, number] => [
      `/movies/${id}/ratings/${user}`,
      1 + n + (index % 4),
    ]),
  );
  const answers: Answer<unknown>[] = [];
  for (const [path, stars] of ratings)
    answers.push(await client.send('PUT', path, { body: { stars } }));
  for (const answer of answers) await client.get('/movies?limit=1', seeing(answer));
  return ratings;
}

async function catalogueOf(client: Client) {
  const { forward: movies } = await walk<Movie>(client, '/movies?limit=100');
  const { forward: actors } = await walk<Actor>(client, '/actors?limit=100');
  const { body } = await client.get<PageOf<Movie>>('/movies?limit=1');
  return { movies, actors, total: body.page.total };
}

/** Writes one movie after the other until it is stopped, and then tells their ids. */
function writeOn(client: Client) {
  const ids: string[] = [];
  let stopped = false;
  const writing = (async () => {
    while (!stopped) {
      const body = { title: `Later ${ids.length}` };
      ids.push((await client.send<Movie>('POST', '/movies', { body })).body.id);
    }
  })();
  return {
    async some(count: number) {
      const enough = ids.length + count;
      while (ids.length < enough) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    async stop() {
      stopped = true;
      await writing;
      return ids;
    },
  };
}

type Tap = Pick<typeof t, 'teardown'>;
