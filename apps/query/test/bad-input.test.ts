import { test } from 'tap';
import { makeMovies, uuidOf } from './catalogue.js';
import { type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(30);

test('a query that is not understood is refused, naming each parameter that is wrong', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const id = uuidOf('movie', 1);
  const cases: [url: string, ...parameters: string[]][] = [
    ['/movies?limit=0', 'limit'],
    ['/movies?limit=101', 'limit'],
    ['/movies?limit=ten', 'limit'],
    ['/movies?limit=', 'limit'],
    ['/movies?limit=5&limit=6', 'limit'],
    ['/movies?skip=-1', 'skip'],
    ['/movies?skip=10001', 'skip'],
    ['/movies?skip=1.5', 'skip'],
    ['/movies?sort=views', 'sort'],
    ['/movies?sort=--plays', 'sort'],
    ['/movies?sort=', 'sort'],
    ['/movies?fields=all', 'fields'],
    ['/movies?page=2', 'page'],
    ['/movies?genre=a,b|c', 'genre'],
    ['/movies?genre=', 'genre'],
    ['/movies?genre=a,', 'genre'],
    ['/movies?tag=|a', 'tag'],
    ['/movies?genre=a&genre=b', 'genre'],
    ['/movies?year=99', 'year'],
    ['/movies?year=1869', 'year'],
    ['/movies?year=2201', 'year'],
    ['/movies?year=..', 'year'],
    ['/movies?year=1990..1980', 'year'],
    ['/movies?actor=keanu', 'actor'],
    ['/movies?provider=1', 'provider'],
    ['/movies?language=%20', 'language'],
    ['/movies?minRating=6', 'minRating'],
    ['/movies?minRating=-1', 'minRating'],
    ['/movies?minRating=good', 'minRating'],
    ['/movies?limit=0&sort=x&year=y&unknown=1', 'limit', 'sort', 'unknown', 'year'],
    ['/movies?limit=0&year=1990..1980&cursor=x&skip=3', 'cursor', 'limit', 'skip', 'year'],
    ['/movies?ids=', 'ids'],
    ['/movies?ids=1,2', 'ids'],
    [`/movies?ids=${id}&limit=5&genre=a`, 'genre', 'limit'],
    [`/movies?ids=${Array.from({ length: 101 }, (_, n) => uuidOf('movie', n)).join()}`, 'ids'],
    ['/movies?from=2026-01-01T00:00:00.000Z', 'from'],
    ['/movies?sort=-addedAt&from=yesterday', 'from'],
    [`/movies?fromId=${id}`, 'fromId'],
    ['/movies?sort=addedAt&from=2026-01-01T00:00:00.000Z&skip=5', 'from'],
    [
      '/movies?sort=-addedAt&from=2026-01-01T00:00:00.000Z&cursor=x&fromId=1',
      'cursor',
      'from',
      'fromId',
    ],
    ['/movies?sort=-plays&from=2026-01-01T00:00:00.000Z', 'from'],
    ['/plays', 'ids'],
    ['/plays?ids=', 'ids'],
    ['/plays?ids=1', 'ids'],
    [`/plays?ids=${id}&limit=5`, 'limit'],
    [`/plays?ids=${Array.from({ length: 101 }, (_, n) => uuidOf('movie', n)).join()}`, 'ids'],
    ['/movies/1', 'id'],
    [`/movies/${id}?fields=full`, 'fields'],
    ['/actors?name=', 'name'],
    ['/actors?gender=other', 'gender'],
    ['/actors?birthDate=1970-02-30', 'birthDate'],
    ['/actors?sort=name', 'sort'],
    ['/actors/1/movies', 'id'],
    [`/actors/${uuidOf('actor', 1)}/movies?ids=${id}`, 'ids'],
    ['/genres?limit=5', 'limit'],
    ['/tags?x=', 'x'],
  ];
  for (const [url, ...parameters] of cases) {
    const { status, body } = await get<ProblemBody>(url);
    t.equal(status, 400, url);
    t.equal(body.code, 'invalid-input', url);
    const named = new Set(body.errors?.map(({ parameter }) => parameter));
    t.same([...named].sort(), parameters, url);
  }
});

test('a cursor and a token that were not sealed here are named beside all other faults', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const bad = { 'consistency-token': 'x' };
  const named = async (url: string) => {
    const { status, body } = await get<ProblemBody>(url, {}, bad);
    t.equal(status, 400, url);
    return [body.code, ...(body.errors ?? []).map(({ parameter }) => parameter)];
  };
  const token = 'Consistency-Token';
  t.same(await named('/movies?limit=0&cursor=x'), ['invalid-input', 'limit', 'cursor', token]);
  t.same(await named('/movies/1'), ['invalid-input', 'id', token]);
  t.same(await named('/movies/1?cursor=x'), ['invalid-input', 'id', 'cursor', token]);
  t.same(await named('/actors?cursor=x'), ['invalid-cursor', 'cursor', token]);
  t.same(await named('/genres'), ['invalid-token', token]);
  const fine = await get<ProblemBody>('/movies?limit=0');
  t.same(
    fine.body.errors?.map(({ parameter }) => parameter),
    ['limit'],
  );
});

test('a cursor and a number to skip do not go together', async (t) => {
  const { get } = await queryFixture(t, { movies });
  for (const path of ['/movies', '/actors']) {
    const { status, body } = await get<ProblemBody>(path, { cursor: 'x', skip: '1' });
    t.equal(status, 400);
    t.match(body, {
      code: 'invalid-input',
      errors: [{ parameter: 'skip' }, { parameter: 'cursor' }],
    });
  }
});

test('a cursor goes with another limit and other fields, but with no other list', async (t) => {
  const { get } = await queryFixture(t, { movies });
  const asked = { sort: 'title', genre: 'Drama', limit: '2' };
  const { next } = (await get<PageBody<{ id: string }>>('/movies', asked)).body.page;
  const cursor = next ?? '';
  const again = await get<PageBody<{ id: string }>>('/movies', {
    ...asked,
    cursor,
    limit: '4',
    fields: 'summary',
  });
  t.equal(again.status, 200);
  t.equal(again.body.items.length, 4);
  for (const other of [
    { ...asked, sort: '-title' },
    { ...asked, sort: 'rating' },
    { ...asked, genre: 'Comedy' },
    { ...asked, tag: 'heist' },
    { sort: 'title' },
  ]) {
    const { status, body } = await get<ProblemBody>('/movies', { ...other, cursor });
    t.equal(status, 400);
    t.match(body, { code: 'invalid-cursor', errors: [{ parameter: 'cursor' }] });
  }
  t.equal((await get<ProblemBody>('/actors', { cursor })).body.code, 'invalid-cursor');
  t.equal((await get<ProblemBody>('/movies', { cursor: 'AAAA' })).body.code, 'invalid-cursor');
  t.equal((await get<ProblemBody>('/movies', { cursor: '' })).body.code, 'invalid-cursor');
});

test('names of genres and tags may hold any other character', async (t) => {
  const { get } = await queryFixture(t, { movies });
  for (const genre of ['été', "O'Neil", '%', '_', '"', '\\', 'a/b', 'a:b', '\u0000', '😀']) {
    t.equal((await get('/movies', { genre })).status, 200, genre);
  }
});
