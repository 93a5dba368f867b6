import type { Actor, Movie } from '@marquee/contracts';
import { test } from 'tap';
import { makeActors, makeMovies, uuidOf } from './catalogue.js';
import { actorChange, type PageBody, type ProblemBody, queryFixture } from './query-fixture.js';
import { expectedMovies, type ReferenceQuery } from './reference.js';

const movies = makeMovies(120, 3);
const actors = makeActors(60);

const movieCount = (id: string) => expectedMovies(movies, { actor: id }).length;
const folded = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const byName = [...actors].sort((a, b) => {
  const [x, y] = [folded(a.name) + a.id, folded(b.name) + b.id];
  return folded(a.name) === folded(b.name) ? (a.id < b.id ? -1 : 1) : x < y ? -1 : 1;
});

test('an actor is answered with the number of movies, which is part of the tag', async (t) => {
  const { get } = await queryFixture(t, { movies, actors });
  const [actor] = actors;
  if (actor === undefined) return;
  const { body, headers } = await get<Actor>(`/actors/${actor.id}`);
  t.same(body, { ...actor, movieCount: movieCount(actor.id) });
  t.equal(headers['etag'], `"${actor.version}-${movieCount(actor.id)}"`);
  const known = { 'if-none-match': String(headers['etag']) };
  t.equal((await get(`/actors/${actor.id}`, {}, known)).status, 304);
});

test('an actor that is unknown or deleted is not found, and neither is the filmography', async (t) => {
  const { get, apply } = await queryFixture(t, { movies, actors });
  await apply([actorChange(actors[7], 'delete')]);
  for (const id of [actors[7]?.id, uuidOf('actor', 99_999)]) {
    for (const path of [`/actors/${id}`, `/actors/${id}/movies`]) {
      const { status, body } = await get<ProblemBody>(path);
      t.equal(status, 404);
      t.equal(body.code, 'actor-not-found');
    }
  }
});

async function allPages(
  get: Awaited<ReturnType<typeof queryFixture>>['get'],
  query: Record<string, string>,
): Promise<PageBody<Actor>[]> {
  const pages: PageBody<Actor>[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const place: Record<string, string> = cursor === '' ? {} : { cursor };
    const page: PageBody<Actor> = (await get<PageBody<Actor>>('/actors', { ...query, ...place }))
      .body;
    pages.push(page);
    cursor = page.page.next;
  }
  return pages;
}

test('actors are listed by name, with any filters, each once', async (t) => {
  const { get } = await queryFixture(t, { movies, actors });
  const birthDate = actors.find((actor) => actor.birthDate !== null)?.birthDate ?? '';
  const cases: [query: Record<string, string>, total: boolean, matches: (a: Actor) => boolean][] = [
    [{}, true, () => true],
    [{ name: 'ana' }, false, ({ name }) => folded(name).startsWith('ana')],
    [{ name: 'ÁNA ' }, false, ({ name }) => folded(name).startsWith('ana ')],
    [{ name: 'nobody' }, false, () => false],
    [{ gender: 'female' }, false, ({ gender }) => gender === 'female'],
    [{ birthDate, gender: 'male' }, false, (a) => a.birthDate === birthDate && a.gender === 'male'],
    [
      { name: 'b', birthDate },
      false,
      (a) => a.birthDate === birthDate && folded(a.name).startsWith('b'),
    ],
  ];
  for (const [query, counted, matches] of cases) {
    const expected = byName
      .map((actor): Actor => ({ ...actor, movieCount: movieCount(actor.id) }))
      .filter(matches);
    for (const limit of ['1', '7', '100']) {
      const pages = await allPages(get, { ...query, limit });
      t.same(
        pages.flatMap(({ items }) => items),
        expected,
        JSON.stringify(query),
      );
      t.equal(pages[0]?.page.total, counted ? expected.length : null);
      t.equal(pages[0]?.page.previous, null);
    }
    const skipped = await get<PageBody<Actor>>('/actors', { ...query, skip: '3', limit: '5' });
    t.same(skipped.body.items, expected.slice(3, 8));
  }
});

test('a filmography has the parameters of a list of movies', async (t) => {
  const { get } = await queryFixture(t, { movies, actors });
  const [one = '', other = ''] = actors.map(({ id }) => id);
  const queries: { query: Record<string, string> & ReferenceQuery; counted: boolean }[] = [
    { query: {}, counted: true },
    { query: { sort: '-rating' }, counted: true },
    { query: { genre: 'Drama' }, counted: false },
    { query: { year: '1990..' }, counted: false },
  ];
  for (const { query, counted } of queries) {
    const { body } = await get<PageBody<Movie>>(`/actors/${one}/movies`, {
      ...query,
      limit: '100',
    });
    t.same(body.items, expectedMovies(movies, { ...query, actor: one }));
    t.equal(body.page.total, counted ? body.items.length : null);
  }
  const both = await get<PageBody<Movie>>(`/actors/${one}/movies`, { actor: other, limit: '100' });
  const expected = expectedMovies(movies, { actor: one }).filter(({ cast }) =>
    cast.some(({ actorId }) => actorId === other),
  );
  t.same(both.body.items, expected);
});

test('the movies of an actor whom nobody knows are none, where the actor is but a filter', async (t) => {
  const { get } = await queryFixture(t, { movies, actors });
  const { body } = await get<PageBody<Movie>>('/movies', { actor: uuidOf('actor', 99_999) });
  t.same(body, { items: [], page: { limit: 20, next: null, previous: null, total: 0 } });
});
