import { movieSorts } from '@marquee/contracts';
import { buildMovieKeys } from '@marquee/testing';
import fc from 'fast-check';
import { test } from 'tap';
import { foldText, MAX_KEY_LENGTH } from '../src/fold-text.js';
import {
  movieKeyOf,
  nameKeyOf,
  namePrefixOf,
  ratingKeyOf,
  sortKeyOf,
  sortValueOf,
  titleKeyOf,
} from '../src/sort-key.js';

const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });
/** Letters as titles have them, with what is hard about them. */
const titleText = fc.string({
  unit: fc.constantFrom(
    ...['a', 'B', 'é', 'É', 'ß', 'ẞ', 'Σ', 'ς', 'İ', 'ﬁ', 'The ', 'An ', ' ', '\t', '~', '!', '9'],
    ...['ж', 'Ё', '愛', 'が', 'हि', '🎬', '❤️', '\ud800', '\u0301', '¨'],
  ),
  minLength: 1,
  maxLength: 20,
});

test('titles sort without article, case, accents and doubled white space', async (t) => {
  const keys: readonly (readonly [title: string, key: string])[] = [
    ['The Matrix', 'matrix'],
    ['A Beautiful Mind', 'beautiful mind'],
    ['An Education', 'education'],
    ['THE  \t Matrix', 'matrix'],
    ['The', 'the'],
    ['A', 'a'],
    ['The The', 'the'],
    ['The A Team', 'a team'],
    ['Theodora', 'theodora'],
    ['A-Team', 'a-team'],
    ['Amélie', 'amelie'],
    ['AMÉLIE', 'amelie'],
    ['Ame\u0301lie', 'amelie'],
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Ⅳ', 'iv'],
    ['8½', '81~0020442'],
    ['~', '~00007e'],
    ['Æon', '~0000e6on'],
    ['愛', '~00611b'],
    ['🎬', '~01f3ac'],
    ['The 🎬', '~01f3ac'],
    ['\ud800', '~00d800'],
    ['¨', '~0000a8'],
    ['\u0301', '~000301'],
  ];
  for (const [title, key] of keys) t.equal(titleKeyOf(title), key, JSON.stringify(title));
});

test('keys are printable ASCII, never empty, and of bounded length', async (t) => {
  fc.assert(
    fc.property(fc.oneof(anyText, titleText), (text) =>
      [titleKeyOf(text), nameKeyOf(text)].every((key) => /^[ -~]+$/.test(key)),
    ),
  );
  const long = titleKeyOf('\ufdfa'.repeat(500));
  t.ok(long.length <= MAX_KEY_LENGTH);
  t.match(long, /~[0-9a-f]{6}$|[ -}]$/, 'no escape is cut in two');
  t.equal(titleKeyOf('愛'.repeat(500)).length, 3_500, 'ordinary titles are not cut');
});

test('the order of keys is the order of bytes and of the folded code points', async () => {
  fc.assert(
    fc.property(titleText, titleText, (a, b) => {
      const [keyA, keyB] = [nameKeyOf(a), nameKeyOf(b)];
      const byUnits = keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
      const byBytes = Buffer.compare(Buffer.from(keyA), Buffer.from(keyB));
      const [foldedA, foldedB] = [foldText(a).trim() || a, foldText(b).trim() || b];
      // Control characters sort behind the letters; only a title that folds to nothing keeps one.
      if (/[\t]/.test(foldedA + foldedB)) return byUnits === byBytes;
      return byUnits === byBytes && byUnits === byCodePoint(foldedA, foldedB);
    }),
    { numRuns: 1_000 },
  );
});

function byCodePoint(a: string, b: string): number {
  const [pointsA, pointsB] = [[...a], [...b]].map((text) => text.map((c) => c.codePointAt(0) ?? 0));
  for (const [index, point] of (pointsA ?? []).entries()) {
    const other = pointsB?.[index];
    if (other === undefined) return 1;
    if (point !== other) return point < other ? -1 : 1;
  }
  return (pointsA?.length ?? 0) < (pointsB?.length ?? 0) ? -1 : 0;
}

test('a catalogue of titles comes in the order that a reader expects', async (t) => {
  const expected = [
    ...['2001: A Space Odyssey', 'The 39 Steps', '8½', 'Alien', 'Amélie', 'An American in Paris'],
    ...['The Big Sleep', 'A Bout de souffle', 'Das Boot', 'Éden', 'eXistenZ', 'The Matrix'],
    ...['Matrix Reloaded', 'Über uns', 'Zodiac', 'Ænigma', 'Ёлки', 'Жара', '愛のコリーダ', '🎬'],
  ];
  const sorted = [...expected].reverse().sort((a, b) => (titleKeyOf(a) < titleKeyOf(b) ? -1 : 1));
  t.same(sorted, expected);
});

test('folding twice is folding once, and case makes no difference', async () => {
  fc.assert(fc.property(anyText, (text) => foldText(foldText(text)) === foldText(text)));
  fc.assert(
    fc.property(titleText, (text) => foldText(text.toUpperCase()) === foldText(text)),
    { numRuns: 1_000 },
  );
});

test('a prefix of a name, in any case and with or without accents, is a prefix of its key', async (t) => {
  t.equal(namePrefixOf('kea'), 'kea');
  t.equal(namePrefixOf('  KEANU '), 'keanu ', 'a blank at the end ends the word');
  t.ok(nameKeyOf('Élodie Bouchez').startsWith(namePrefixOf('elo')));
  t.ok(nameKeyOf('ΟΔΥΣΣΕΑΣ').startsWith(namePrefixOf('ΟΔΥΣ')), 'a sigma that ends the prefix');
  t.notOk(nameKeyOf('Keanuson').startsWith(namePrefixOf('Keanu ')));
  t.equal(namePrefixOf('  '), '');
  const letters = fc.string({ unit: fc.constantFrom('a', 'É', 'ß', 'Σ', '愛', 'x y', 'が', '🎬') });
  fc.assert(
    fc.property(letters, letters, (start, rest) =>
      nameKeyOf(`${start}${rest}`).startsWith(namePrefixOf(start).trimEnd()),
    ),
  );
});

test('a release date is its own key, a bare year its first day, and none is no value', async (t) => {
  const keyOf = (releaseDate: string | null, year: number | null) =>
    movieKeyOf('releaseDate', buildMovieKeys({ releaseDate, year }));
  t.equal(keyOf('1999-03-31', 1999), '1999-03-31');
  t.equal(keyOf(null, 1999), '1999-01-01');
  t.equal(keyOf(null, null), '');
});

test('ratings are keyed by the weighted mean to two decimals', async (t) => {
  const keys: readonly (readonly [count: number, halfStars: number, key: string])[] = [
    [0, 0, ''],
    [1, 10, '3.18'],
    [1, 1, '2.77'],
    [3, 22, '3.15'],
    [10, 62, '3.05'],
    [1_000_000_000, 10_000_000_000, '5.00'],
    [1_000_000_000, 1_000_000_000, '0.50'],
    // 3.0050 exactly: half goes up, which a mean in binary fractions would miss.
    [190, 1_142, '3.01'],
  ];
  for (const [ratingCount, halfStars, key] of keys) {
    t.equal(ratingKeyOf({ ratingCount, halfStars }), key, `${halfStars} of ${ratingCount}`);
  }
});

test('rating keys have one width and follow the exact mean', async () => {
  const rated = fc
    .tuple(fc.integer({ min: 1, max: 5_000_000 }), fc.double({ min: 1, max: 10, noNaN: true }))
    .map(([ratingCount, mean]) => ({ ratingCount, halfStars: Math.floor(ratingCount * mean) }));
  fc.assert(
    fc.property(rated, (movie) => {
      const key = ratingKeyOf(movie);
      const [top, bottom] = [BigInt(60 + movie.halfStars), BigInt(2 * (10 + movie.ratingCount))];
      const hundredths = (200n * top + bottom) / (2n * bottom);
      return /^[0-5]\.\d\d$/.test(key) && BigInt(key.replace('.', '')) === hundredths;
    }),
    { numRuns: 2_000 },
  );
});

const { ranks: _, ...withoutRanks } = buildMovieKeys();

test('plays and popularity have keys of one width, in the order of their numbers', async (t) => {
  const keyOf = (sort: 'plays' | 'popularity', plays: number | null, popularity: number | null) =>
    movieKeyOf(sort, buildMovieKeys({ ranks: { plays, popularity } }));
  t.equal(keyOf('plays', null, null), '');
  t.equal(keyOf('plays', 1, null), '0000000000000001');
  t.equal(keyOf('plays', 9_000_000_000_000_000, null), '9000000000000000');
  t.equal(keyOf('popularity', 1, null), '');
  t.equal(keyOf('popularity', 1, 0), '00.00');
  t.equal(keyOf('popularity', 10, 5), '00.05');
  t.equal(keyOf('popularity', 10, 842), '08.42');
  t.equal(keyOf('popularity', 10, 7_977), '79.77');
  t.equal(movieKeyOf('plays', withoutRanks), '', 'of a release without ranks');
  t.equal(movieKeyOf('popularity', withoutRanks), '');
  const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  const hundredths = fc.integer({ min: 0, max: 9_999 });
  const inOrder = (a: number, b: number, [keyA = '', keyB = '']: readonly string[]) =>
    keyA.length === keyB.length && Math.sign(a - b) === (keyA < keyB ? -1 : keyA > keyB ? 1 : 0);
  fc.assert(
    fc.property(number, number, (a, b) =>
      inOrder(
        a,
        b,
        [a, b].map((plays) => keyOf('plays', plays, null)),
      ),
    ),
  );
  fc.assert(
    fc.property(hundredths, hundredths, (a, b) =>
      inOrder(
        a,
        b,
        [a, b].map((each) => keyOf('popularity', 1, each)),
      ),
    ),
  );
});

test('a cursor holds a readable value that leads back to the key', async (t) => {
  const ranks = { plays: 1_200, popularity: 955 };
  const movie = buildMovieKeys({ title: 'The Matrix', ratingCount: 10, halfStars: 62, ranks });
  const ranked = { plays: '0000000000001200', popularity: '09.55' };
  const values = { title: 'The Matrix', releaseDate: '1999-03-31', rating: '3.05', ...ranked };
  for (const sort of movieSorts) {
    const row = {
      sortKey: movieKeyOf(sort, movie),
      sortValue: sort === 'title' ? movie.title : null,
    };
    const value = sortValueOf(sort, row);
    t.equal(value, { ...values, addedAt: movie.addedAt }[sort]);
    t.equal(sortKeyOf(sort, value), row.sortKey);
  }
  t.equal(sortValueOf('rating', { sortKey: '', sortValue: 'The Matrix' }), null);
  t.equal(sortKeyOf('rating', null), '');
});
