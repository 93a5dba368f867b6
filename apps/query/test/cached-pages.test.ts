import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { test } from 'tap';
import { FLOOR_MS } from '../src/pages/page-cache.js';
import { makeMovies } from './catalogue.js';
import { movieChange, type PageBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(40);

test('a page comes compressed when it is asked for again, with the tag that it has plain', async (t) => {
  const { app } = await queryFixture(t, { movies });
  const decode = { br: brotliDecompressSync, gzip: gunzipSync };
  const plain = await app.inject('/movies');
  for (const encoding of ['br', 'gzip'] as const) {
    const ask = () => app.inject({ url: '/movies', headers: { 'accept-encoding': encoding } });
    let answer = await ask();
    while (answer.headers['content-encoding'] === undefined) {
      await sleep(1); // injected requests alone leave no turn to the compressor
      answer = await ask();
    }
    t.equal(answer.headers['content-encoding'], encoding);
    t.equal(Number(answer.headers['content-length']), answer.rawPayload.length);
    t.equal(decode[encoding](answer.rawPayload).toString(), plain.body);
    t.equal(answer.headers['etag'], plain.headers['etag']);
    t.ok(answer.rawPayload.length < plain.rawPayload.length / 2);
  }
  const refused = await app.inject({ url: '/movies', headers: { 'accept-encoding': 'identity' } });
  t.equal(refused.headers['content-encoding'], undefined);
});

test('selections that are written differently share a page, each with links of its own', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const one = await get('/movies', { genre: 'Drama|Comedy', limit: '2' });
  const other = await get('/movies', { limit: '2', genre: 'Comedy|Drama' });
  t.equal(one.text, other.text);
  t.match(other.headers['link'], /limit=2&genre=Comedy/);
});

test('what another process writes is seen as well', async (t) => {
  const { get, elsewhere } = await queryFixture(t, { movies });
  const [entry] = movies;
  if (entry === undefined) return;
  await get('/movies');
  await sleep(FLOOR_MS); // from now on the page is not in doubt
  const changed = { ...entry.movie, title: '0 AAA', version: entry.movie.version + 1_000_000 };
  await elsewhere([movieChange({ ...entry, movie: changed })]);
  for (;;) {
    const { body } = await get<PageBody<{ title: string }>>('/movies');
    if (body.items[0]?.title === '0 AAA') break;
    await sleep(5);
  }
  t.pass('it shows');
});
