import type { Movie } from '@marquee/contracts';
import { project } from '@marquee/projection';
import { test } from 'tap';
import { makeMovies } from './catalogue.js';
import { movieChange, type PageBody, queryFixture } from './query-fixture.js';

const movies = makeMovies(12);
const [entry] = movies;
if (entry === undefined) throw new Error('no movies');

/** Gives the movie another title, and stops before its rows at the old one are removed. */
async function beginToMove(fixture: Awaited<ReturnType<typeof queryFixture>>, title: string) {
  if (entry === undefined) return;
  const movie = { ...entry.movie, title, version: entry.movie.version + 1_000_000 };
  const change = movieChange({ ...entry, movie });
  const mutations = project(change, fixture.view.generation.splits);
  await fixture.view.apply([mutations.filter((row) => !('op' in row) || row.op === 'put')]);
}

test('a movie that stands at two places for a moment is on one page only once', async (t) => {
  const fixture = await queryFixture(t, { movies });
  await beginToMove(fixture, 'zzz, the last of all');
  for (const sort of ['title', '-title']) {
    const { body } = await fixture.get<PageBody<Movie>>('/movies', { sort, limit: '50' });
    const ids = body.items.map(({ id }) => id);
    t.equal(new Set(ids).size, ids.length);
    t.equal(ids.length, movies.length);
    t.equal(body.items.find(({ id }) => id === entry.movie.id)?.title, 'zzz, the last of all');
  }
});

test('a movie at two places does not end a walk early', async (t) => {
  const fixture = await queryFixture(t, { movies });
  await beginToMove(fixture, entry.movie.title.replace(/^(the |an |a )?/i, 'Aaa'));
  await beginToMove(fixture, 'Aaaa');
  for (const limit of ['1', '2', '3', '5', '11']) {
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const place: Record<string, string> = cursor === '' ? {} : { cursor };
      const answer = await fixture.get<PageBody<Movie>>('/movies', { limit, ...place });
      const items: Movie[] = answer.body.items;
      ids.push(...items.map(({ id }) => id));
      cursor = answer.body.page.next;
    }
    t.same(new Set(ids), new Set(movies.map(({ movie }) => movie.id)), limit);
  }
});

test('a movie deleted between a row and its body leaves a shorter page', async (t) => {
  const fixture = await queryFixture(t, { movies });
  const change = movieChange(entry, 'delete');
  const mutations = project(change, fixture.view.generation.splits);
  await fixture.view.apply([mutations.filter(({ table }) => table === 'moviesById')]);
  for (const query of [{}, { minRating: '0' }, { genre: 'Drama|War' }]) {
    const { body } = await fixture.get<PageBody<Movie>>('/movies', { ...query, limit: '50' });
    t.notOk(body.items.some(({ id }) => id === entry.movie.id));
  }
});
