import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { test } from 'tap';
import { FLOOR_MS } from '../src/pages/page-cache.js';
import { makeMovies, uuidOf } from './catalogue.js';
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

test('a movie that is ranked shows on kept pages of plays and popularity, also where it had no value', async (t) => {
  const { get, apply } = await queryFixture(t, { movies });
  const bare = movies.find(({ movie, ranks }) => ranks.plays === null && movie.rating.count > 0);
  if (bare === undefined) throw new Error('every movie is ranked');
  const { movie, halfStars, ranks: before } = bare;
  const placeIn = async (sort: string) => {
    const query = { sort, limit: '100', fields: 'summary' };
    const { body } = await get<PageBody<{ id: string }>>('/movies', query);
    return body.items.findIndex(({ id }) => id === movie.id);
  };
  const sorts = ['-plays', '-popularity', 'plays'];
  for (const sort of sorts) t.ok((await placeIn(sort)) > 0, sort);
  await sleep(FLOOR_MS); // from now on the pages are not in doubt
  const ranks = { plays: 9_900_000, popularity: 9_000 };
  const version = movie.version + 1_000_000;
  const change = movieChange({ movie: { ...movie, version }, halfStars, ranks });
  const keys = movieChange({ movie, halfStars, ranks: before }, 'delete');
  if (change.kind !== 'movie' || keys.kind !== 'movie') return;
  await apply([{ ...change, befores: keys.befores }]);
  t.equal(await placeIn('-plays'), 0);
  t.equal(await placeIn('-popularity'), 0);
  const valued = movies.filter((each) => each.ranks.plays !== null).length;
  t.equal(await placeIn('plays'), valued, 'behind all that were played');
});

test('a view that was made before there were plays says so, and lists all else', async (t) => {
  const { get } = await queryFixture(t, { movies, projectionVersion: 2 });
  for (const sort of ['plays', '-plays', 'popularity', '-popularity']) {
    const answer = await get<{ code: string }>('/movies', { sort });
    t.match(answer, { status: 503, body: { code: 'view-behind' } }, sort);
    t.ok(answer.headers['retry-after']);
    t.equal((await get('/movies', { sort, actor: uuidOf('actor', 1) })).status, 503);
  }
  for (const sort of ['title', '-rating']) t.equal((await get('/movies', { sort })).status, 200);
  t.equal((await get('/plays', { ids: uuidOf('movie', 1) })).status, 200);
});
