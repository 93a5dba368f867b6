/** What every list of movies promises, run over each view store. */
import type { Movie } from '@marquee/contracts';
import fc from 'fast-check';
import { test } from 'tap';
import { sortNames } from '../src/movie-order.js';
import { genreNames, makeMovies, summaryOf, tagNames, uuidOf } from './catalogue.js';
import { type PageBody, type QueryFixture, queryFixture } from './query-fixture.js';
import { expectedMovies, type ReferenceQuery } from './reference.js';

const movies = makeMovies(230, 7);

/** All pages from here on, forward or backward; `previous` pages come in front. */
async function walk(
  { get }: QueryFixture,
  query: Record<string, string>,
  first: PageBody<Movie>,
  way: 'next' | 'previous',
): Promise<PageBody<Movie>[]> {
  const pages = [first];
  for (let cursor = first.page[way]; cursor !== null; ) {
    const { skip: _, ...filters } = query;
    const page = (await get<PageBody<Movie>>('/movies', { ...filters, cursor })).body;
    pages.push(page);
    cursor = page.page[way];
  }
  return way === 'next' ? pages : pages.reverse();
}

const idsOf = (pages: readonly PageBody<Movie>[]) =>
  pages.flatMap(({ items }) => items.map(({ id }) => id));

const someOf = (names: readonly string[]) =>
  fc.oneof(
    fc.constantFrom(...names),
    fc.subarray([...names], { minLength: 2 }).map((some) => some.join(',')),
    fc.subarray([...names], { minLength: 2 }).map((some) => some.join('|')),
    fc.constant('nobody has this'),
  );

const year = fc.integer({ min: 1983, max: 1999 });
const query = fc.record(
  {
    sort: fc.constantFrom(...sortNames),
    genre: someOf(genreNames),
    tag: someOf(tagNames),
    year: fc.oneof(
      year.map(String),
      year.map((from) => `${from}..`),
      year.map((to) => `..${to}`),
      fc.tuple(year, fc.nat(20)).map(([from, more]) => `${from}..${from + more}`),
    ),
    actor: fc.nat(6).map((n) => uuidOf('actor', n)),
    provider: fc.nat(3).map((n) => uuidOf('provider', n)),
    language: fc.constantFrom('en', 'fi', 'pt-BR', 'sv'),
    minRating: fc.constantFrom('0', '2.5', '4', '5'),
  },
  { requiredKeys: [] },
);

function checkItems(movies: readonly Movie[], pages: readonly PageBody<Movie>[], full: boolean) {
  const byId = new Map(movies.map((movie) => [movie.id, movie]));
  return pages
    .flatMap(({ items }) => items)
    .every((item) => {
      const movie = byId.get(item.id);
      return movie !== undefined && canonical(item) === canonical(full ? movie : summaryOf(movie));
    });
}

const canonical = (value: object) =>
  JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

async function compareWithReference(
  fixture: QueryFixture,
  asked: ReferenceQuery,
  { limit, summary }: { readonly limit: number; readonly summary: boolean },
): Promise<void> {
  const expected = expectedMovies(movies, asked);
  const fields = summary ? { fields: 'summary' } : {};
  const params: Record<string, string> = { ...asked, ...fields, limit: String(limit) };
  const first = (await fixture.get<PageBody<Movie>>('/movies', params)).body;
  const forward = await walk(fixture, params, first, 'next');
  const ids = expected.map(({ id }) => id);
  same(idsOf(forward), ids, 'forward');
  const last = forward.at(-1) ?? first;
  const backward = await walk(fixture, params, last, 'previous');
  same(idsOf(backward), ids, 'backward');
  same(first.page.previous, null, 'nothing before the first page');
  same(backward[0]?.page.previous, null, 'nothing before the first page, reached backwards');
  if (backward.length > 1) same(backward[0]?.page.next === null, false, 'pages after it');
  same(checkItems(expected, forward, !summary), true, 'contents');
  if (first.page.total !== null) same(first.page.total, expected.length, 'total');
}

/** Throws, so that fast-check shrinks to the smallest query that fails. */
function same(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  }
}

export interface SuiteOptions {
  /** A store of its own for each test; a file when left out. */
  readonly store: { readonly viewStoreUrl?: string };
  /** Of random queries. */
  readonly runs: number;
  /** Page sizes to walk everything with. */
  readonly limits: readonly number[];
}

export function movieListSuite(name: string, { store, runs, limits }: SuiteOptions): void {
  test(`${name}: every sort lists every movie once, forward and backward`, async (t) => {
    const fixture = await queryFixture(t, { movies, ...store });
    for (const sort of sortNames) {
      for (const limit of limits) {
        await t.resolves(compareWithReference(fixture, { sort }, { limit, summary: limit === 7 }));
      }
    }
  });

  test(`${name}: a range of years in order of release is a part of the list`, async (t) => {
    const fixture = await queryFixture(t, { movies, ...store });
    for (const sort of ['releaseDate', '-releaseDate'] as const) {
      for (const year of ['1987..1991', '1990..', '..1990', '1900..1980']) {
        for (const more of [{}, { genre: 'Drama' }, { genre: 'Drama|War', language: 'en' }]) {
          const asked = { sort, year, ...more };
          await t.resolves(compareWithReference(fixture, asked, { limit: 5, summary: true }));
        }
      }
    }
  });

  test(`${name}: any filters in any sort give what a plain search gives, forward and backward`, async (t) => {
    const fixture = await queryFixture(t, { movies, ...store });
    const asked = fc.asyncProperty(
      query,
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (query, limit, summary) => compareWithReference(fixture, query, { limit, summary }),
    );
    await t.resolves(fc.assert(asked, { numRuns: runs }));
  });

  test(`${name}: a page after any number of skipped movies is that part of the list`, async (t) => {
    const fixture = await queryFixture(t, { movies, ...store });
    const asked = fc.asyncProperty(query, fc.integer({ min: 0, max: 260 }), async (query, skip) => {
      const expected = expectedMovies(movies, query);
      const params = { ...query, skip: String(skip), limit: '5' };
      const { items, page } = (await fixture.get<PageBody<Movie>>('/movies', params)).body;
      const part = expected.slice(skip, skip + 5).map(({ id }) => id);
      same(
        items.map(({ id }) => id),
        part,
        'items',
      );
      same(page.next === null, skip + 5 >= expected.length, 'next');
      same(page.previous === null, skip === 0 || expected.length === 0, 'previous');
    });
    await t.resolves(fc.assert(asked, { numRuns: Math.ceil(runs / 2) }));
  });

  test(`${name}: a list that is counted tells its total, others do not`, async (t) => {
    const { get } = await queryFixture(t, { movies, ...store });
    const totalOf = async (query: Record<string, string>) =>
      (await get<PageBody<Movie>>('/movies', { ...query, limit: '1' })).body.page.total;
    for (const query of [
      {},
      { genre: 'Drama' },
      { tag: 'heist' },
      { year: '1990' },
      { provider: uuidOf('provider', 1) },
      { actor: uuidOf('actor', 1) },
      { genre: 'nobody has this' },
    ]) {
      t.equal(await totalOf(query), expectedMovies(movies, query).length);
    }
    for (const query of [
      { language: 'en' },
      { minRating: '1' },
      { genre: 'Drama', tag: 'heist' },
      { genre: 'Drama|War' },
      { year: '1990..1991' },
    ]) {
      t.equal(await totalOf(query as Record<string, string>), null);
    }
  });

  test(`${name}: a list may begin at an instant and a movie, inclusively`, async (t) => {
    const { get } = await queryFixture(t, { movies, ...store });
    const expected = expectedMovies(movies, { sort: '-addedAt' });
    const start = expected[50];
    if (start === undefined) throw new Error('the catalogue is too small');
    const ask = async (query: Record<string, string>) =>
      (await get<PageBody<Movie>>('/movies', { sort: '-addedAt', limit: '100', ...query })).body;
    const byId = await ask({ from: start.addedAt, fromId: start.id });
    t.same(
      idsOf([byId]),
      expected.slice(50, 150).map(({ id }) => id),
    );
    const byInstant = await ask({ from: start.addedAt });
    const at = expected.findIndex(({ addedAt }) => addedAt === start.addedAt);
    t.same(
      idsOf([byInstant]),
      expected.slice(at, at + 100).map(({ id }) => id),
    );
    const onward = await ask({ cursor: byId.page.next ?? '' });
    t.same(
      idsOf([onward]),
      expected.slice(150).map(({ id }) => id),
    );
    const before = await ask({ cursor: byId.page.previous ?? '' });
    t.same(
      idsOf([before]),
      expected.slice(0, 50).map(({ id }) => id),
    );
    const whole = await ask({ from: '2100-01-01T00:00:00.000Z' });
    t.equal(whole.items[0]?.id, expected[0]?.id, 'nothing is newer');
    t.same((await ask({ from: '1999-01-01T00:00:00.000Z' })).items, [], 'nothing is older');
  });

  test(`${name}: a list may begin so the other way round, and within a selection`, async (t) => {
    const { get } = await queryFixture(t, { movies, ...store });
    const ask = async (query: Record<string, string>) =>
      (await get<PageBody<Movie>>('/movies', { limit: '100', ...query })).body;
    for (const sort of ['addedAt', '-addedAt'] as const) {
      for (const selection of [{}, { provider: uuidOf('provider', 1) }, { genre: 'Drama|War' }]) {
        const expected = expectedMovies(movies, { ...selection, sort });
        const idsFrom = (at: number) => expected.slice(at, at + 100).map(({ id }) => id);
        for (const [at, { id, addedAt }] of expected.entries()) {
          if (at % 9 > 0) continue;
          const asked = { ...selection, sort, from: addedAt };
          t.same(idsOf([await ask({ ...asked, fromId: id.toUpperCase() })]), idsFrom(at));
          const first = expected.findIndex((movie) => movie.addedAt === addedAt);
          t.same(idsOf([await ask(asked)]), idsFrom(first));
        }
      }
    }
  });
}
