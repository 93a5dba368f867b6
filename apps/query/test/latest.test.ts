/** What was added last: whole walks of a provider's movies, newest first. */
import type { Movie } from '@marquee/contracts';
import { test } from 'tap';
import { makeMovies, type TestMovie, uuidOf } from './catalogue.js';
import { type PageBody, type QueryFixture, queryFixture } from './query-fixture.js';

const provider = uuidOf('provider', 77);

/** So many movies of the provider among those of others, added at these times in turn. */
function added(count: number, addedAt: (n: number) => string): TestMovie[] {
  return makeMovies(count, 3).map((entry, n) => {
    const id = uuidOf('movie', 0x10_0000 + n);
    const movie = { ...entry.movie, id, providerId: provider, addedAt: addedAt(n), synopsis: null };
    return { ...entry, movie };
  });
}

async function pagesOf({ get }: QueryFixture, query: Record<string, string>) {
  const pages: string[][] = [];
  for (let place: Record<string, string> = {}; ; ) {
    const { body } = await get<PageBody<Movie>>('/movies', { ...query, provider, ...place });
    pages.push(body.items.map(({ id }) => id));
    if (body.page.next === null) return pages;
    place = { cursor: body.page.next };
  }
}

test('five movies come in pages of two, newest first, and the last page says so', async (t) => {
  const five = added(5, (n) => new Date(Date.UTC(2026, 0, 1) + n).toISOString());
  const fixture = await queryFixture(t, { movies: [...makeMovies(20), ...five] });
  const [one, two, three, four, last] = five.map(({ movie }) => movie.id);
  const query = { sort: '-addedAt', limit: '2' };
  t.same(await pagesOf(fixture, query), [[last, four], [three, two], [one]]);
});

test('a thousand movies of one millisecond come in 143 pages of seven, each once', async (t) => {
  const thousand = added(1_000, () => '2026-01-31T09:30:00.123Z');
  const fixture = await queryFixture(t, { movies: [...makeMovies(20), ...thousand] });
  const ids = thousand.map(({ movie }) => movie.id).toSorted();
  const query = { sort: '-addedAt', limit: '7', fields: 'summary' };
  const pages = await pagesOf(fixture, query);
  t.equal(pages.length, 143);
  t.same(pages.flat(), ids.toReversed(), 'ties go by id, also in reverse');

  const start = ids[500] ?? '';
  const from = { from: '2026-01-31T09:30:00.123Z', fromId: start };
  const { body } = await fixture.get<PageBody<Movie>>('/movies', { ...query, provider, ...from });
  t.equal(body.items[0]?.id, start, 'the start is among them');
  t.equal(body.items[6]?.id, ids[494]);
});
