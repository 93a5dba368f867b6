import { setTimeout as sleep } from 'node:timers/promises';
import { type Movie, scopes } from '@marquee/contracts';
import { authenticateAdministrator, type Caller } from '@marquee/service';
import { test } from 'tap';
import { FLOOR_MS } from '../src/pages/page-cache.js';
import { makeMovies, summaryOf, uuidOf } from './catalogue.js';
import { movieChange, type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(40);
const [first, second, third] = movies.map(({ movie }) => movie);
if (first === undefined || second === undefined || third === undefined)
  throw new Error('no movies');

test('a movie is answered whole, with its version as its tag', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const { status, body, headers } = await get<Movie>(`/movies/${first.id}`);
  t.equal(status, 200);
  t.same(body, first);
  t.equal(headers['etag'], `"${first.version}"`);
  t.equal(headers['content-type'], 'application/json; charset=utf-8');
  t.equal(headers['cache-control'], 'public, max-age=1, stale-while-revalidate=30');
  t.equal(headers['vary'], 'Consistency-Token, Accept-Encoding');
  t.match(headers['view-lag'], /^\d+$/);
  t.ok(headers['x-request-id']);
  t.same((await get<Movie>(`/movies/${first.id.toUpperCase()}`)).body, first);
});

test('a movie that is unknown or deleted is not found', async (t) => {
  const { get, apply } = await queryFixture(t, { movies });
  await apply([movieChange(movies[0], 'delete')]);
  for (const id of [first.id, uuidOf('movie', 99_999_999)]) {
    const { status, body, headers } = await get<ProblemBody>(`/movies/${id}`);
    t.equal(status, 404);
    t.equal(body.code, 'movie-not-found');
    t.ok(headers['view-lag']);
  }
  const list = await get<PageBody<Movie>>('/movies', { limit: '100' });
  t.notOk(list.body.items.some(({ id }) => id === first.id));
});

test('movies by ids come in the order asked, each once, without unknown ones', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const unknown = uuidOf('movie', 99_999_999);
  const ids = [third.id, unknown, first.id.toUpperCase(), third.id, second.id].join();
  const { body, headers } = await get<PageBody<Movie>>('/movies', { ids });
  t.same(body.items, [third, first, second]);
  t.same(body.page, { limit: 4, next: null, previous: null, total: 3 });
  t.match(headers['etag'], /^W\//);
  const summaries = await get<PageBody<object>>('/movies', { ids: second.id, fields: 'summary' });
  t.same(summaries.body.items, [summaryOf(second)]);
});

test('what the caller has already is not sent again', async (t) => {
  const { get } = await queryFixture(t, { movies });
  for (const path of [`/movies/${first.id}`, '/movies', '/movies?limit=3', '/genres', '/actors']) {
    const tag = String((await get(path)).headers['etag']);
    const strong = tag.replace('W/', '');
    for (const known of [tag, strong, `W/${strong}`, `"other", ${tag}`, '*']) {
      const again = await get(path, {}, { 'if-none-match': known });
      t.equal(again.status, 304, `${path} ${known}`);
      t.equal(again.text, '');
      t.equal(again.headers['etag'], tag);
      t.ok(again.headers['cache-control']);
    }
    t.equal((await get(path, {}, { 'if-none-match': '"other"' })).status, 200);
  }
});

test('the tag of a page changes with its movies, and only with them', async (t) => {
  const { get, apply } = await queryFixture(t, { movies });
  const tagOf = async () => (await get('/movies', { limit: '100' })).headers['etag'];
  const before = await tagOf();
  t.equal(await tagOf(), before);
  const [entry] = movies;
  if (entry === undefined) return;
  const renamed = { ...entry.movie, tagline: 'New!', version: entry.movie.version + 1_000_000 };
  await apply([movieChange({ ...entry, movie: renamed })]);
  await sleep(FLOOR_MS); // a page is read anew at most so often
  t.not(await tagOf(), before);
});

test('HEAD answers like GET, without the body', async (t) => {
  const { app, get } = await queryFixture(t, { movies });
  for (const url of [`/movies/${first.id}`, '/movies?limit=3', '/actors', '/genres', '/tags']) {
    const whole = await get(url);
    const head = await app.inject({ method: 'HEAD', url });
    t.equal(head.statusCode, 200);
    t.equal(head.body, '');
    t.equal(head.headers['etag'], whole.headers['etag']);
    t.equal(head.headers['content-length'], whole.headers['content-length']);
  }
});

test('a list links to its neighbours, with the parameters that were asked', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const asked = { sort: '-rating', genre: 'Drama|War', limit: '2' };
  const one = await get<PageBody<Movie>>('/movies', asked);
  t.same(
    linksOf(one.headers['link']).map(([relation]) => relation),
    ['first', 'next'],
  );
  const next = linksOf(one.headers['link']).find(([relation]) => relation === 'next')?.[1] ?? '';
  const two = await get<PageBody<Movie>>(next);
  t.equal(two.status, 200);
  t.not(two.body.items[0]?.id, one.body.items[0]?.id);
  t.same(
    linksOf(two.headers['link']).map(([relation]) => relation),
    ['first', 'next', 'prev'],
  );
  for (const [relation, url] of linksOf(two.headers['link'])) {
    if (relation === 'next') continue;
    t.same((await get<PageBody<Movie>>(url)).body.items, one.body.items, relation);
  }
});

function linksOf(header: unknown): [relation: string, url: string][] {
  return [...String(header).matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(
    ([, url = '', relation = '']) => [relation, url],
  );
}

test('genres and tags are listed by name with the number of their movies', async (t) => {
  const { get } = await queryFixture(t, { movies });
  for (const kind of ['genres', 'tags'] as const) {
    const counts = new Map<string, number>();
    for (const name of movies.flatMap(({ movie }) => movie[kind])) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    const expected = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
    const items = expected.map(([name, movies]) => ({ name, movies }));
    t.same((await get(`/${kind}`)).body, { items });
  }
});

test('with READ_AUTH a token is needed, and answers are private', async (t) => {
  const readToken = 'the-token-of-a-reader';
  const authenticate = authenticateAdministrator(readToken);
  const { get } = await queryFixture(t, { movies, authenticate });
  const without = await get<ProblemBody>('/movies');
  t.equal(without.status, 401);
  t.equal(without.body.code, 'unauthorized');
  const authorization = 'Bearer the-wrong-one';
  t.equal((await get('/movies', {}, { authorization })).status, 401);
  const right = { authorization: `Bearer ${readToken}` };
  const { status, headers } = await get('/movies', {}, right);
  t.equal(status, 200);
  t.equal(headers['cache-control'], 'private, no-store');
});

test('with READ_AUTH a token that is narrowed to other things reads nothing', async (t) => {
  const authenticate = async (scope: string): Promise<Caller> => ({
    ...{ id: 'a8c2c5a4-5b5f-4c55-9d9e-0c1f3e1c9f11', role: 'provider' },
    scopes: scopes.filter((known) => known === scope),
  });
  const { get } = await queryFixture(t, { movies, authenticate });
  for (const [scope, expected] of [
    ['catalogue:read', 200],
    ['all', 200],
    ['ratings:write', 403],
    ['catalogue:write', 403],
  ] as const) {
    const { status } = await get('/movies', {}, { authorization: `Bearer ${scope}` });
    t.equal(status, expected, scope);
  }
});

test('while there is no view, reads are refused for the moment', async (t) => {
  const { get } = await queryFixture(t, { movies, withoutView: true });
  for (const path of ['/movies', `/movies/${first.id}`, '/actors', '/genres']) {
    const { status, body, headers } = await get<ProblemBody>(path);
    t.equal(status, 503);
    t.equal(body.code, 'unavailable');
    t.ok(headers['retry-after']);
  }
});
