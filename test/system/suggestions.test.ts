/** From ratings by HTTP to suggestions, through the whole of the embedded app, and over a rebuild. */
import { randomUUID } from 'node:crypto';
import type { Movie } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, type PageOf, seeing } from './client.js';
import { runCli } from './compose-apps.js';

t.test('what I like leads to what others like, and rebuilds and deletions keep up', async (t) => {
  const directory = t.testdir();
  const settings = { DATA_DIR: directory, SAMPLE_DATA: 'off' };
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const client = clientOf(app.url, adminToken(directory));
  const [me, other] = [randomUUID(), randomUUID()];
  const movies: string[] = [];
  for (const title of ['Stalker', 'Solaris', 'Mirror', 'Nostalghia']) {
    movies.push((await client.send<Movie>('POST', '/movies', { body: { title } })).body.id);
  }
  const [stalker, solaris, mirror, nostalghia] = movies;
  const rate = (movie: string | undefined, user: string, stars: number) =>
    client.send('PUT', `/movies/${movie}/ratings/${user}`, { body: { stars } });
  const suggested = async (headers: Record<string, string> = {}) =>
    (
      await client.get<PageOf<Movie>>(`/users/${me}/suggested?fields=summary`, headers)
    ).body.items.map(({ title }) => title);

  t.same(await suggested(), []);
  await rate(stalker, other, 4.5);
  await rate(solaris, other, 4);
  await rate(mirror, other, 5);
  await rate(nostalghia, other, 3.5);
  t.same(await suggested(seeing(await rate(stalker, me, 5))), ['Mirror', 'Solaris']);
  t.same(await suggested(seeing(await rate(mirror, me, 1))), ['Solaris']);
  t.same(await suggested(seeing(await rate(nostalghia, other, 5))), ['Nostalghia', 'Solaris']);
  const gone = await client.send('DELETE', `/movies/${solaris}`);
  t.same(await suggested(seeing(gone)), ['Nostalghia']);
  const less = await client.send('DELETE', `/movies/${stalker}/ratings/${other}`);
  t.same(await suggested(seeing(less)), []);
  t.same(await suggested(seeing(await rate(stalker, other, 4))), ['Nostalghia']);

  t.match(await runCli(['rebuild'], settings), { code: 0 });
  t.match(await runCli(['verify'], settings), { code: 0 });
  t.same(await suggested(seeing(await rate(stalker, me, 4))), ['Nostalghia']);
  t.equal(await app.stop(), 0);
});
