import { test } from 'tap';
import { contenders, countedAs, planMovies } from '../src/movie-plan.js';
import { type MovieFilterQuery, selectionOf } from '../src/selection.js';

const select = (query: MovieFilterQuery) => selectionOf(query, []);
const sizes = (counts: Record<string, number>) =>
  new Map(Object.entries(counts).map(([name, count]) => [name, { count }]));

test('equal selections have one text, however they are written', async (t) => {
  t.equal(select({ genre: 'a,b' }).text, select({ genre: 'b,a,b' }).text);
  t.equal(select({ genre: 'a|b' }).text, select({ genre: 'b|a|a' }).text);
  t.equal(select({ genre: 'a|a' }).text, select({ genre: 'a' }).text);
  t.equal(select({ year: '1999' }).text, select({ year: '1999..1999' }).text);
  t.equal(select({ year: '1999..' }).text, select({ year: '1999..2200' }).text);
  t.equal(select({ language: 'EN' }).text, select({ language: 'en' }).text);
});

test('different selections have different texts', async (t) => {
  const texts = [
    {},
    { genre: 'a' },
    { tag: 'a' },
    { genre: 'a,b' },
    { genre: 'a|b' },
    { genre: 'A' },
    { year: '1999' },
    { year: '..1999' },
    { minRating: 0 },
    { minRating: 4.5 },
  ].map((query) => select(query).text);
  t.equal(new Set(texts).size, texts.length);
});

test('only what is one counted list has a total', async (t) => {
  t.equal(countedAs(select({})), 'all');
  t.equal(countedAs(select({ genre: 'Drama' })), 'genre:Drama');
  t.equal(countedAs(select({ tag: 'heist' })), 'tag:heist');
  t.equal(countedAs(select({ year: '1999' })), 'year:1999');
  t.equal(countedAs(select({ provider: 'AB' })), 'provider:ab');
  t.equal(countedAs(select({ actor: 'ab' })), 'actor:ab');
  for (const query of [
    { language: 'en' },
    { minRating: 3 },
    { genre: 'a,b' },
    { genre: 'a|b' },
    { year: '1990..1991' },
    { genre: 'a', tag: 'b' },
  ]) {
    t.equal(countedAs(select(query)), null);
  }
});

test('one list is read as it is; of several the smallest is read and the rest is tested', async (t) => {
  t.same(planMovies(select({ genre: 'a' }), { sort: 'title', sizes: sizes({}) }), {
    from: 'lists',
    selections: ['genre:a'],
    test: [],
    years: null,
  });
  const both = select({ genre: 'a', year: '1999' });
  t.same([...contenders(both, 'title')].sort(), ['genre:a', 'year:1999']);
  t.match(planMovies(both, { sort: 'title', sizes: sizes({ 'genre:a': 50, 'year:1999': 20 }) }), {
    selections: ['year:1999'],
    test: both.conditions,
  });
  t.match(planMovies(both, { sort: 'title', sizes: sizes({ 'genre:a': 5, 'year:1999': 20 }) }), {
    selections: ['genre:a'],
  });
});

test('alternatives are merged up to sixteen lists, and beyond that all movies are tested', async (t) => {
  t.same(planMovies(select({ year: '1990..1992' }), { sort: 'title', sizes: sizes({}) }), {
    from: 'lists',
    selections: ['year:1990', 'year:1991', 'year:1992'],
    test: [],
    years: null,
  });
  const wide = select({ year: '1990..2010' });
  t.same(planMovies(wide, { sort: 'title', sizes: sizes({}) }), {
    from: 'lists',
    selections: ['all'],
    test: wide.conditions,
    years: null,
  });
  const language = select({ language: 'en' });
  t.match(planMovies(language, { sort: 'title', sizes: sizes({}) }), {
    selections: ['all'],
    test: language.conditions,
  });
});

test('an actor is always read from the filmography', async (t) => {
  t.match(
    planMovies(select({ actor: 'AB', genre: 'a' }), {
      sort: 'title',
      sizes: sizes({ 'genre:a': 1 }),
    }),
    {
      from: 'filmographies',
      actorIds: ['ab'],
      test: [{ field: 'genre', anyOf: ['a'] }],
    },
  );
});

test('in order of release a range of years is a part of one list', async (t) => {
  const plan = (query: MovieFilterQuery, counts: Record<string, number> = {}) =>
    planMovies(select(query), { sort: 'releaseDate', sizes: sizes(counts) });
  t.match(plan({ year: '1950..' }), {
    selections: ['all'],
    test: [],
    years: { from: 1950, to: 2200 },
  });
  t.match(plan({ year: '1950..1970', genre: 'a' }, { all: 100, 'genre:a': 10 }), {
    selections: ['genre:a'],
    years: { from: 1950, to: 1970 },
  });
  t.match(plan({ year: '1999' }), { selections: ['year:1999'], test: [], years: null });
});
