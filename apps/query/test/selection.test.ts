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
  t.same(planMovies(select({ genre: 'a' }), sizes({})), {
    from: 'lists',
    selections: ['genre:a'],
    test: [],
  });
  const both = select({ genre: 'a', year: '1999' });
  t.same([...contenders(both)].sort(), ['genre:a', 'year:1999']);
  t.match(planMovies(both, sizes({ 'genre:a': 50, 'year:1999': 20 })), {
    selections: ['year:1999'],
    test: both.conditions,
  });
  t.match(planMovies(both, sizes({ 'genre:a': 5, 'year:1999': 20 })), { selections: ['genre:a'] });
});

test('alternatives are merged up to sixteen lists, and beyond that all movies are tested', async (t) => {
  t.same(planMovies(select({ year: '1990..1992' }), sizes({})), {
    from: 'lists',
    selections: ['year:1990', 'year:1991', 'year:1992'],
    test: [],
  });
  const wide = select({ year: '1990..2010' });
  t.same(planMovies(wide, sizes({})), {
    from: 'lists',
    selections: ['all'],
    test: wide.conditions,
  });
  const language = select({ language: 'en' });
  t.match(planMovies(language, sizes({})), { selections: ['all'], test: language.conditions });
});

test('an actor is always read from the filmography', async (t) => {
  t.match(planMovies(select({ actor: 'AB', genre: 'a' }), sizes({ 'genre:a': 1 })), {
    from: 'filmographies',
    actorIds: ['ab'],
    test: [{ field: 'genre', anyOf: ['a'] }],
  });
});
