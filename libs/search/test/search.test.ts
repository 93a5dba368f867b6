import { test } from 'tap';
import { createMovieIndex, MAX_HITS } from '../src/index.js';
import { fill, find, idOf, type MovieParts, movieOf } from './movies.js';

const indexOf = (movies: readonly MovieParts[]) => {
  const index = createMovieIndex();
  fill(index, movies);
  return index;
};

/** Each is a set of movies in the order in which this query should give them, worst first; those after the gap are not found. */
const tables: readonly (readonly [
  name: string,
  query: string,
  worstFirst: readonly MovieParts[],
  notFound?: readonly MovieParts[],
])[] = [
  [
    'a field counts more than all that come after it',
    'amber',
    [
      { title: 'f', synopsis: 'amber, amber and amber', ratings: 9_000 },
      { title: 'e', tags: ['amber'], ratings: 900 },
      { title: 'd', directors: ['Jo Amber'], ratings: 90 },
      { title: 'c', originalTitle: 'An Amber', ratings: 9 },
      { title: 'Of amber' },
    ],
    [{ title: 'Embers' }],
  ],
  [
    'where the best hit is decides first, then the others',
    'star wars',
    [
      { title: 'x', synopsis: 'star and wars', ratings: 99 },
      { title: 'y', actors: ['Ringo Star'], synopsis: 'wars', ratings: 88 },
      { title: 'z', actors: ['Ringo Star', 'Ann Wars'], ratings: 80 },
      { title: 'w', actors: ['Star Wars'], ratings: 70 },
      { title: 'A Star', synopsis: 'of the wars', ratings: 60 },
      { title: 'Star of Wars', ratings: 50 },
      { title: 'The Star Wars Story', ratings: 40 },
      { title: 'The Star Wars', ratings: 30 },
      { title: 'Star Wars' },
    ],
    [{ title: 'Star', synopsis: 'war' }, { title: 'Wars' }],
  ],
  [
    'whole words come before beginnings',
    'war',
    [
      { title: 'Warsaw', ratings: 9 },
      { title: 'A long war', ratings: 8 },
      { title: 'The War', ratings: 1 },
      { title: 'War' },
    ],
    [{ title: 'Postwar' }],
  ],
  [
    'errors are forgiven, after all that is right',
    'matrix',
    [
      { title: 'q', synopsis: 'the matirx', ratings: 9_999 },
      { title: 'The Matrux and more', ratings: 999 },
      { title: 'Matrx', ratings: 99 },
      { title: 'r', synopsis: 'a matrix' },
    ],
    [{ title: 'Mtrx' }, { title: 'Metrux' }],
  ],
  [
    'case and accents do not matter, in the query or in the movie',
    'bohÈme',
    [
      { title: 'La Boheme', ratings: 1 },
      { title: 'La Bohème', ratings: 2 },
    ],
  ],
  [
    'titles that are equal go by ratings and then by id',
    'hamlet',
    [{ title: 'Hamlet' }, { title: 'Hamlet', ratings: 1 }, { title: 'Hamlet', ratings: 3 }],
  ],
  [
    'what operators of engines are is found where it stands',
    '"100%" OR -NEAR(_)*',
    [{ title: 'x', synopsis: 'near 100 or so' }],
    [{ title: '100 near' }, { title: 'Near' }],
  ],
  [
    'a sign alone is found in titles',
    '%',
    [{ title: '100% Wolf' }],
    [{ title: 'All', synopsis: '%' }],
  ],
  ['an asterisk finds no more than asterisks', '*', [{ title: 'M*A*S*H' }], [{ title: 'Mash' }]],
  ['words that signs cut are found as a whole', 'mash', [{ title: 'M*A*S*H' }]],
];

for (const [name, query, worstFirst, notFound = []] of tables) {
  test(name, async (t) => {
    const index = indexOf([...worstFirst, ...notFound]);
    const expected = worstFirst.map((_, n) => n + 1).reverse();
    t.same(find(index, query), expected);
  });
}

test('words that are shorter than five letters must be right', async (t) => {
  const index = indexOf([{ title: 'Cold' }, { title: 'Alien' }]);
  t.same(find(index, 'cald'), []);
  for (const typed of ['aliens', 'alein', 'alian', 'aalien'])
    t.same(find(index, typed), [2], typed);
});

test('a query of nothing that words are made of finds nothing', async (t) => {
  const index = indexOf([{ title: 'Alien' }]);
  for (const text of ['', ' ', '\u200b', '"', '\\', '_']) t.same(find(index, text), [], text);
});

test('genres and years narrow what is found', async (t) => {
  const index = indexOf([
    { title: 'Night', year: 1999, genres: ['Drama'] },
    { title: 'Night', year: 2000, genres: ['Drama', 'War'] },
    { title: 'Night', genres: ['Comedy'] },
  ]);
  const years = (from: number, to: number) => ({ genres: [], years: [{ from, to }] });
  const genres = (...groups: string[][]) => ({ genres: groups, years: [] });
  t.same(find(index, 'night', years(1999, 1999)), [1]);
  t.same(find(index, 'night', years(1990, 2010)), [1, 2]);
  t.same(find(index, 'night', genres(['Drama'])), [1, 2]);
  t.same(find(index, 'night', genres(['Drama'], ['War'])), [2]);
  t.same(find(index, 'night', genres(['War', 'Comedy'])), [2, 3]);
  t.same(find(index, 'night', genres(['drama'])), [], 'names of genres are exact');
  t.same(find(index, 'night', genres(['Drama', 'Western'])), [1, 2]);
});

test('what changes is found by its new words, what is deleted no more', async (t) => {
  const index = indexOf([{ title: 'First', actors: ['Ann'] }, { title: 'Second' }]);
  index.put(movieOf(1, { title: 'Third' }), 10);
  t.same([find(index, 'first'), find(index, 'ann'), find(index, 'third')], [[], [], [1]]);
  index.put(movieOf(1, { title: 'First' }), 9);
  t.same(find(index, 'first'), [], 'an older one changes nothing');
  index.remove(idOf(1), 11);
  index.put(movieOf(1, { title: 'Third' }), 10);
  t.same(find(index, 'third'), []);
  index.put(movieOf(1, { title: 'Third' }), 12);
  t.same(find(index, 'third'), [1], 'made anew');
  index.remove(idOf(3), 5);
  index.put(movieOf(3, { title: 'Fourth' }), 4);
  t.same(find(index, 'fourth'), [], 'deleted before it came');
});

test('ratings move a movie without a new content', async (t) => {
  const index = indexOf([
    { title: 'Same', ratings: 1 },
    { title: 'Same', ratings: 2 },
  ]);
  t.same(find(index, 'same'), [2, 1]);
  index.put(movieOf(1, { title: 'Same', ratings: 5 }), 10);
  t.same(find(index, 'same'), [1, 2]);
  t.match(index.size(), { movies: 2, dead: 0 });
});

test('pages cover the hits without a gap, both ways, and no more than the bound', async (t) => {
  const index = createMovieIndex();
  for (let n = 1; n <= MAX_HITS + 300; n += 1) {
    index.put(movieOf(n, { title: n % 2 ? 'Night' : 'The night of nights', ratings: n % 7 }), n);
  }
  const ask = (direction: 'next' | 'previous', after: { sortKey: string; id: string } | null) =>
    index.search({ text: 'night', filter: { genres: [], years: [] }, direction, after, want: 90 });
  const walk = (direction: 'next' | 'previous') => {
    const ids: string[] = [];
    for (let after: { sortKey: string; id: string } | null = null; ; ) {
      const { hits, total } = ask(direction, after);
      t.equal(total, null, 'there are more than the bound');
      ids.push(...hits.map(({ id }) => id));
      after = hits.at(-1) ?? null;
      if (after === null) return ids;
    }
  };
  const forward = walk('next');
  t.equal(new Set(forward).size, MAX_HITS);
  t.same(walk('previous').reverse(), forward);
});
