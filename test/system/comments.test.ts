/** Comments from the outside: said, read in both lists with the token of the write, and gone with their movie; also past a crash. */
import type { Comment, Movie } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { type Answer, adminToken, clientOf, type PageOf, seeing, walk } from './client.js';

t.test('what is said of a movie stands in both lists, or in neither', async (t) => {
  const settings = { DATA_DIR: t.testdir(), SAMPLE_DATA: 'off' };
  const first = await startMarquee('standalone', settings);
  t.teardown(() => first.kill());
  const client = clientOf(first.url, adminToken(settings.DATA_DIR));
  const movie = await client.send<Movie>('POST', '/movies', { body: { title: 'Stalker' } });
  const path = `/movies/${movie.body.id}/comments`;
  const said: Answer<Comment>[] = [];
  for (let n = 0; n < 12; n++) {
    said.push(await client.send<Comment>('POST', path, { body: { text: ` Take ${n}\n` } }));
  }
  const last = said.at(-1);
  if (last === undefined) throw new Error('nothing was said');
  const { userId } = last.body;

  t.same((await client.get(`/comments/${last.body.id}`, seeing(last))).body, last.body);
  for (const list of [path, `/users/${userId}/comments`]) {
    const { body } = await client.get<PageOf<Comment>>(list, seeing(last));
    t.equal(body.page.total, 12, 'the total is that of the write');
    const { forward, back } = await walk<Comment>(client, `${list}?limit=5`);
    const expected = said.map((answer) => answer.body).reverse();
    t.same(forward, expected, list);
    t.same(back, [...expected].reverse());
  }

  const gone = await client.send('DELETE', `/comments/${last.body.id}`);
  t.equal(gone.status, 204);
  await first.kill();
  const next = await startMarquee('standalone', settings);
  t.teardown(() => next.kill());
  const again = clientOf(next.url, adminToken(settings.DATA_DIR));
  const left = await again.get<PageOf<Comment>>(path, seeing(gone));
  t.equal(left.body.items.length, 11, 'what was acknowledged survives a kill');

  const end = await again.send('DELETE', `/movies/${movie.body.id}`);
  t.equal((await again.get(path, seeing(end))).status, 404);
  const none = await again.get<PageOf<Comment>>(`/users/${userId}/comments`, seeing(end));
  t.same([none.body.items, none.body.page.total], [[], 0]);
  t.equal((await again.get(`/comments/${said[0]?.body.id}`, seeing(end))).status, 404);
});
