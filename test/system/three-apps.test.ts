/** Command, projector and query app as separate processes, on Redis and Cassandra. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor, Movie } from '@marquee/contracts';
import { skipWithout, startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, seeing } from './client.js';
import { startThreeApps } from './compose-apps.js';

skipWithout(t, 'Redis', 'Cassandra');
const three = await startThreeApps();
t.teardown(() => three.close());
const { commands, queries } = three;

t.test('a write is seen with its token in items, lists, totals and filmographies', async (t) => {
  const made = await commands.send<Movie>('POST', '/movies', {
    body: {
      title: 'Seen at Once',
      releaseDate: '2020-02-29',
      genres: ['Drama'],
      tags: ['quick'],
      cast: [{ name: 'Greta Gorse', character: 'Herself' }],
    },
  });
  t.equal(made.status, 201);
  const token = seeing(made);
  const actorId = made.body.cast[0]?.actorId ?? '';
  const item = await queries.get<Movie>(`/movies/${made.body.id}`, token);
  t.same(item.body, made.body, 'the same resource on both sides');
  t.equal(item.headers.get('etag'), made.headers.get('etag'));
  for (const filter of ['genre=Drama', 'tag=quick', 'year=2020', `actor=${actorId}`]) {
    const list = await queries.get<PageOf<Movie>>(`/movies?${filter}`, token);
    t.same(list.body.items, [made.body], filter);
    t.equal(list.body.page.total, 1, filter);
  }
  const actor = await queries.get<Actor>(`/actors/${actorId}`, token);
  t.match(actor.body, { name: 'Greta Gorse', movieCount: 1 });
  t.equal(actor.headers.get('etag'), `"${actor.body.version}-1"`);
  t.equal((await queries.get<PageOf<Actor>>('/actors', token)).body.page.total, 1);

  const stars = await commands.send('PUT', `/movies/${made.body.id}/ratings/${randomUUID()}`, {
    body: { stars: 4.5 },
  });
  const rated = await queries.get<Movie>(`/movies/${made.body.id}`, seeing(stars));
  t.same(rated.body.rating, { average: 4.5, count: 1 });

  const renamed = await commands.send<Actor>('PATCH', `/actors/${actorId}`, {
    body: { name: 'Greta Green' },
  });
  const cast = await queries.get<Movie>(`/movies/${made.body.id}`, seeing(renamed));
  t.equal(cast.body.cast[0]?.name, 'Greta Green');

  const gone = await commands.send('DELETE', `/movies/${made.body.id}`);
  const left = await queries.get<PageOf<Movie>>('/movies?genre=Drama', seeing(gone));
  t.same(left.body.items, []);
  t.equal(left.body.page.total, 0);
});

t.test('a batch is one token, and each of its movies is there with it', async (t) => {
  const movies = Array.from({ length: 120 }, (_, index) => ({
    title: `Batch ${index}`,
    year: 1999,
  }));
  const batch = await commands.send<{ results: { status: number }[] }>('POST', '/movies/batch', {
    body: { movies },
  });
  t.equal(batch.status, 200);
  t.ok(batch.body.results.every(({ status }) => status === 201));
  const list = await queries.get<PageOf<Movie>>('/movies?year=1999&limit=100', seeing(batch));
  t.equal(list.body.items.length, 100);
  t.equal(list.body.page.total, 120);
});

t.test('with the queue down, writes go on; they show when it is back', async (t) => {
  await three.redis.shutDown();
  const made = await commands.send<Movie>('POST', '/movies', { body: { title: 'Offline' } });
  t.equal(made.status, 201);
  const impatient = { ...seeing(made), prefer: 'wait=1' };
  const behind = await queries.get<{ code: string }>(`/movies/${made.body.id}`, impatient);
  t.equal(behind.status, 503);
  t.equal(behind.body.code, 'view-behind');
  t.ok(behind.headers.get('retry-after'));
  await three.redis.restart();
  let status = 0;
  for (let tries = 0; tries < 40 && status !== 200; tries += 1) {
    status = (await queries.get(`/movies/${made.body.id}`)).status;
    if (status !== 200) await sleep(500);
  }
  t.equal(status, 200);
});

t.test('a projector that is killed loses nothing', async (t) => {
  await three.apps.projector.kill();
  const made = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      commands.send<Movie>('POST', '/movies', { body: { title: `While it was dead ${index}` } }),
    ),
  );
  three.apps.projector = await startMarquee('projector', three.settings);
  for (const answer of made) {
    const item = await queries.get<Movie>(`/movies/${answer.body.id}`, seeing(answer));
    t.equal(item.status, 200);
  }
});

t.test('each app refuses what the other answers, and says what it allows', async (t) => {
  const wrongHere = await queries.send<{ code: string }>('POST', '/movies', { body: {} });
  t.equal(wrongHere.status, 405);
  t.match(wrongHere.headers.get('allow'), /GET/);
  const wrongThere = await commands.get<{ code: string }>('/movies');
  t.equal(wrongThere.status, 405);
  t.match(wrongThere.headers.get('allow'), /POST/);
});

t.test('signals end each app in order', async (t) => {
  const extra = await startMarquee('query', three.settings);
  const token = adminToken(three.settings['DATA_DIR'] ?? '');
  t.equal((await clientOf(extra.url, token).get('/movies')).status, 200);
  t.equal(await extra.stop(), 0);
});
