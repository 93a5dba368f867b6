/** The standalone app as a process, from the outside: what `npm start` gives its user. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Movie } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, seeing } from './client.js';

function dataDir(t: Tap): string {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-system-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
type Tap = Pick<typeof t, 'teardown'>;

t.test(
  'the first start loads the sample, and a write is seen at once with its token',
  async (t) => {
    const directory = dataDir(t);
    const app = await startMarquee('standalone', { DATA_DIR: directory });
    t.teardown(() => app.kill());
    const client = clientOf(app.url, adminToken(directory));

    t.equal(
      statSync(join(directory, 'admin.token')).mode & 0o777,
      0o600,
      'only its owner reads it',
    );
    t.notMatch(app.output(), adminToken(directory), 'the token itself is not printed');
    t.match(app.output(), /admin\.token/, 'but where it is');
    t.match(app.output(), `${app.url}/docs`);
    t.match(app.output(), /curl /);

    const sample = await client.get<PageOf<Movie>>('/movies?limit=1');
    const before = sample.body.page.total ?? 0;
    t.ok(before >= 200, 'some hundred movies');

    const made = await client.send<Movie>('POST', '/movies', {
      body: {
        title: 'The First Take',
        year: 2026,
        genres: ['Drama'],
        cast: [{ name: 'Ada Alder' }],
      },
    });
    t.equal(made.status, 201);
    const list = await client.get<PageOf<Movie>>('/movies?sort=-addedAt&limit=1', seeing(made));
    t.equal(list.body.items[0]?.id, made.body.id);
    t.equal(list.body.page.total, before + 1);

    const changed = await client.send<Movie>('PATCH', `/movies/${made.body.id}`, {
      body: { title: 'The Second Take' },
      headers: { 'if-match': made.headers.get('etag') ?? '' },
    });
    t.equal(changed.status, 200);
    const item = await client.get<Movie>(`/movies/${made.body.id}`, seeing(changed));
    t.equal(item.body.title, 'The Second Take');
    t.equal(item.headers.get('etag'), changed.headers.get('etag'));
    t.ok(Number(item.headers.get('view-lag')) >= 0);

    const gone = await client.send('DELETE', `/movies/${made.body.id}`);
    t.equal(gone.status, 204);
    t.equal((await client.get(`/movies/${made.body.id}`, seeing(gone))).status, 404);
    const after = await client.get<PageOf<Movie>>('/movies?limit=1', seeing(gone));
    t.equal(after.body.page.total, before);

    t.equal((await fetch(`${app.url}/docs`)).status, 200);
    t.equal((await client.get('/openapi.json')).status, 200);
    t.equal(await app.stop(), 0, 'a signal ends it in order');
  },
);

t.test('a second start finds everything as it was and loads no sample again', async (t) => {
  const directory = dataDir(t);
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
  const first = await startMarquee('standalone', settings);
  const client = clientOf(first.url, adminToken(directory));
  t.equal((await client.get<PageOf<Movie>>('/movies')).body.page.total, 0);
  const made = await client.send<Movie>('POST', '/movies', { body: { title: 'Kept' } });
  await first.kill();

  const second = await startMarquee('standalone', { DATA_DIR: directory });
  t.teardown(() => second.kill());
  const again = clientOf(second.url, adminToken(directory));
  const list = await again.get<PageOf<Movie>>('/movies', seeing(made));
  t.same(
    list.body.items.map((movie) => movie.title),
    ['Kept'],
  );
  const cursorless = await again.get<Movie>(`/movies/${made.body.id}`);
  t.equal(cursorless.body.version, made.body.version);
});

t.test('two processes on the same data both work', async (t) => {
  const directory = dataDir(t);
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
  const apps = await Promise.all([
    startMarquee('standalone', settings),
    startMarquee('standalone', settings),
  ]);
  t.teardown(async () => void (await Promise.all(apps.map((app) => app.kill()))));
  const clients = apps.map((app) => clientOf(app.url, adminToken(directory)));
  const made = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const client = clients[index % 2];
      return await client?.send<Movie>('POST', '/movies', { body: { title: `Movie ${index}` } });
    }),
  );
  for (const answer of made) t.equal(answer?.status, 201);
  for (const client of clients) {
    for (const answer of made) {
      if (answer) await client.get(`/movies/${answer.body.id}`, seeing(answer));
    }
    t.equal((await client.get<PageOf<Movie>>('/movies')).body.page.total, 40);
  }
});

t.test('a wrong setting stops the start and is named', async (t) => {
  const wrong = {
    PORT: 'eighty',
    VIEW_STORE_URL: 'mysql://nowhere',
    LOG_LEVEL: 'loud',
    SAMPLE_DATA: 'maybe',
  };
  for (const [name, value] of Object.entries(wrong)) {
    const settings = { DATA_DIR: dataDir(t), [name]: value };
    await t.rejects(startMarquee('standalone', settings), { message: new RegExp(name) });
  }
});

t.test('reads need a token where READ_AUTH says so', async (t) => {
  const directory = dataDir(t);
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off', READ_AUTH: 'required' };
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  t.equal((await fetch(`${app.url}/movies`)).status, 401);
  const answer = await clientOf(app.url, adminToken(directory)).get('/movies');
  t.equal(answer.status, 200);
  t.equal(answer.headers.get('cache-control'), 'private, no-store');
  t.equal((await fetch(`${app.url}/health/ready`)).status, 200, 'health stays open');
});
