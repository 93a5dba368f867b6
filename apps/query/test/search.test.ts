import { setTimeout as sleep } from 'node:timers/promises';
import { type Movie, unranked } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import { sealToken } from '@marquee/service';
import { type Test, test } from 'tap';
import { makeMovies, summaryOf, type TestMovie, uuidOf } from './catalogue.js';
import { movieChange, type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';

const write = 'abcdefghijklmnopqrstuv';
const [template] = makeMovies(1);
if (template === undefined) throw new Error('no movies');

function movieOf(n: number, parts: Partial<Movie> & { readonly title: string }): TestMovie {
  const plain = { synopsis: null, genres: [], tags: [], cast: [], directors: [], year: null };
  const id = uuidOf('movie', n);
  const rating = { average: null, count: 0 };
  return {
    movie: {
      ...template?.movie,
      ...plain,
      id,
      version: n,
      releaseDate: null,
      rating,
      ...parts,
    } as Movie,
    halfStars: 0,
    ranks: unranked,
  };
}

const movies = [
  movieOf(1, { title: 'La Bohème', year: 1926, genres: ['Drama'], directors: ['King Vidor'] }),
  movieOf(2, { title: 'La Boheme', year: 1965, genres: ['Musical'] }),
  movieOf(3, { title: 'Elsewhere', year: 1965, genres: ['Drama'], synopsis: 'Not about bohemes.' }),
  ...Array.from({ length: 30 }, (_, n) =>
    movieOf(100 + n, { title: `Night ${n}`, tags: ['dark'] }),
  ),
];

const searchPaths = ['/search?q=x', '/suggestions?q=x', `/movies/${uuidOf('movie', 1)}/related`];

async function searching(t: Pick<Test, 'teardown'>, of: readonly TestMovie[] = movies) {
  const fixture = await queryFixture(t, { movies: of, search: {} });
  await fixture.whenFilled();
  const titles = async (query: Record<string, string>) => {
    const { body } = await fixture.get<PageBody<Movie>>('/search', query);
    return body.items.map(({ title }) => title);
  };
  return { ...fixture, titles };
}

test('a search answers whole movies or summaries in a page, the best hits first', async (t) => {
  const { get, titles } = await searching(t);
  const { status, body, headers } = await get<PageBody<Movie>>('/search', { q: ' BOHEME ' });
  t.equal(status, 200);
  t.same(
    body.items.map(({ id }) => id),
    [1, 2, 3].map((n) => uuidOf('movie', n)),
  );
  t.same(body.items[0], movies[0]?.movie);
  t.same(body.page, { limit: 20, next: null, previous: null, total: 3 });
  t.match(headers['etag'], /^W\//);
  t.equal(headers['cache-control'], 'public, max-age=1, stale-while-revalidate=30');
  t.equal(headers['link'], '</search?q=+BOHEME+>; rel="first"');
  t.match(headers['view-lag'], /^\d+$/);
  const summary = await get<PageBody<object>>('/search', {
    q: 'boheme',
    fields: 'summary',
    limit: '1',
  });
  t.same(summary.body.items, [summaryOf(movies[0]?.movie as Movie)]);
  t.same(await titles({ q: 'boheme', year: '1960..1970' }), ['La Boheme', 'Elsewhere']);
  t.same(await titles({ q: 'boheme', genre: 'Musical|Drama', year: '..1930' }), ['La Bohème']);
  t.same(await titles({ q: 'nothing' }), []);
  const again = await get('/search', { q: ' BOHEME ' }, { 'if-none-match': `${headers['etag']}` });
  t.equal(again.status, 304);
});

test('pages of hits are walked both ways by cursors, which fit this search alone', async (t) => {
  const { get } = await searching(t);
  const ids: string[] = [];
  const page = async (cursor: string | null) => {
    const query = { q: 'night', limit: '7', ...(cursor === null ? {} : { cursor }) };
    return (await get<PageBody<Movie>>('/search', query)).body;
  };
  let last = await page(null);
  for (;;) {
    ids.push(...last.items.map(({ id }) => id));
    t.equal(last.page.total, 30);
    if (last.page.next === null) break;
    last = await page(last.page.next);
  }
  t.same(
    ids,
    Array.from({ length: 30 }, (_, n) => uuidOf('movie', 100 + n)),
    'equal ones by id',
  );
  const before = await page(last.page.previous);
  t.same(
    before.items.map(({ id }) => id),
    ids.slice(21, 28),
  );
  const { next } = (await page(null)).page;
  for (const query of [{ q: 'nights' }, { q: 'night', genre: 'Drama' }]) {
    const { status, body } = await get<ProblemBody>('/search', { ...query, cursor: `${next}` });
    t.equal(status, 400);
    t.equal(body.code, 'invalid-cursor');
  }
  t.equal((await get('/search', { q: 'night', limit: '3', cursor: `${next}` })).status, 200);
});

test('all faults of a search are named at once', async (t) => {
  const { get } = await searching(t, []);
  const { status, body } = await get<ProblemBody>('/search', {
    ...{ limit: '0', year: '1999..1990', sort: 'title', skip: '1', cursor: 'x' },
  });
  t.equal(status, 400);
  const named = (body.errors ?? []).map(({ parameter }) => parameter);
  t.same(new Set(named), new Set(['q', 'limit', 'year', 'sort', 'skip', 'cursor']));
  for (const q of ['', '   ', 'x'.repeat(201), 'a\u0000b']) {
    t.equal((await get('/search', { q })).status, 400, JSON.stringify(q));
    t.equal((await get('/suggestions', { q })).status, 400, JSON.stringify(q));
  }
  for (const q of [
    'x'.repeat(200),
    '%',
    '_',
    '"',
    "'",
    '*',
    '\\',
    '(',
    'NEAR(',
    'a AND',
    '-',
    '\u{1f3ac}',
  ]) {
    t.equal((await get('/search', { q })).status, 200, q);
    t.equal((await get('/suggestions', { q })).status, 200, q);
  }
});

test('a change is found soon, and a deleted movie at once no more', async (t) => {
  const { get, apply, titles } = await searching(t);
  await apply([movieChange(movieOf(1, { title: 'Tosca', version: 9 }))]);
  for (let tries = 0; (await titles({ q: 'tosca' })).length === 0; tries += 1) {
    if (tries === 1_000) throw new Error('it is not found');
    await sleep(5);
  }
  t.same(await titles({ q: 'bohème' }), ['La Boheme', 'Elsewhere']);
  await apply([movieChange(movieOf(2, { title: 'La Boheme', version: 9 }), 'delete')]);
  t.same(await titles({ q: 'bohème' }), ['Elsewhere']);
  const { status } = await get(`/movies/${uuidOf('movie', 2)}/related`);
  t.equal(status, 404);
});

test('a search with a token waits until the index has the write, too', async (t) => {
  const { get, apply, sealer } = await searching(t);
  const headers = { 'consistency-token': sealToken(sealer, { write, subjects: 1 }) };
  for (let n = 200; n < 220; n += 1) {
    const entry = movieOf(n, { title: `No ${n}` });
    const { movie } = entry;
    await apply([movieChange(entry, 'put', [{ write, subject: `movie:${n}` }])]);
    const { body } = await get<PageBody<Movie>>('/search', { q: movie.title }, headers);
    t.same(
      body.items.map(({ id }) => id),
      [movie.id],
    );
  }
});

test('where the index does not come so far in time, a token is answered with 503', async (t) => {
  const { get, apply, sealer } = await searching(t);
  const entry = movieOf(200, { title: 'After a Gap' });
  const change = movieChange(entry, 'put', [{ write, subject: 'movie:200', position: 1_000 }]);
  const positions = [{ position: 1_000, version: change.version, at: Date.now() }];
  await apply([{ ...change, positions }]);
  const token = sealToken(sealer, { write, subjects: 1 });
  for (const path of searchPaths) {
    const asked = { 'consistency-token': token, prefer: 'wait=0' };
    const { status, body, headers } = await get<ProblemBody>(path, {}, asked);
    t.equal(status, 503, path);
    t.equal(body.code, 'view-behind');
    t.ok(headers['retry-after']);
  }
  t.equal((await get(`/movies/${entry.movie.id}`, {}, { 'consistency-token': token })).status, 200);
});

test('until the index has all movies a search is refused, and nothing else is', async (t) => {
  const withoutFeed = { movies, search: {}, projectionVersion: PROJECTION_VERSION - 1 };
  const { get } = await queryFixture(t, withoutFeed);
  for (const path of searchPaths) {
    const { status, body, headers } = await get<ProblemBody>(path);
    t.equal(status, 503, path);
    t.equal(body.code, 'unavailable');
    t.ok(headers['retry-after']);
  }
  t.equal((await get('/movies')).status, 200);
});

test('where reads need a token, so do searches', async (t) => {
  const { get } = await queryFixture(t, { movies, search: {}, authenticate: async () => null });
  for (const path of searchPaths) t.equal((await get(path)).status, 401, path);
});

test('where nothing is to be searched there are no such routes', async (t) => {
  const { app } = await queryFixture(t, { movies });
  for (const url of searchPaths) t.equal((await app.inject({ url })).statusCode, 404, url);
});

test('suggestions name what they are, and the id where there is one', async (t) => {
  const { get } = await searching(t);
  const { body, headers } = await get('/suggestions', { q: 'bo', limit: '2' });
  t.same(body, {
    items: [
      { kind: 'movie', text: 'La Boheme', id: uuidOf('movie', 2) },
      { kind: 'movie', text: 'La Bohème', id: uuidOf('movie', 1) },
    ],
  });
  t.match(headers['etag'], /^W\//);
  t.same((await get('/suggestions', { q: 'dar' })).body, {
    items: [{ kind: 'tag', text: 'dark', id: null }],
  });
});

test('related movies share something; nothing is related to what shares nothing', async (t) => {
  const { get } = await searching(t);
  const related = async (n: number, query: Record<string, string> = {}) =>
    (await get<PageBody<Movie>>(`/movies/${uuidOf('movie', n)}/related`, query)).body;
  t.same((await related(1)).items, [movies[2]?.movie]);
  t.same((await related(2)).items, []);
  const many = await related(100, { limit: '5', fields: 'summary' });
  t.same(
    many.items.map(({ id }) => id),
    [101, 102, 103, 104, 105].map((n) => uuidOf('movie', n)),
  );
  t.same(many.page, { limit: 5, next: null, previous: null, total: 5 });
  const unknown = await get<ProblemBody>(`/movies/${uuidOf('movie', 9_999)}/related`);
  t.equal(unknown.body.code, 'movie-not-found');
  t.equal((await get(`/movies/${uuidOf('movie', 1)}/related`, { limit: '101' })).status, 400);
});
