import fc from 'fast-check';
import { test } from 'tap';
import { createDictionary } from '../src/dictionary.js';

/** How many of the four errors lie between two words, counted the plain way: optimal string alignment. */
function errorsBetween(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  const table: number[][] = Array.from({ length: from.length + 1 }, (_, i) =>
    Array.from({ length: to.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const at = (i: number, j: number) => table[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (const [x, one] of from.entries()) {
    for (const [y, other] of to.entries()) {
      const [i, j] = [x + 1, y + 1];
      const isSwap = one === to[y - 1] && from[x - 1] === other;
      const row = table[i] ?? [];
      row[j] = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (one === other ? 0 : 1),
        isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return at(from.length, to.length);
}

test('a word is meant by every word of five letters and more that is one error away', async (t) => {
  const word = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'é', '𝒳'),
    minLength: 1,
    maxLength: 8,
  });
  const property = fc.property(
    fc.uniqueArray(word, { minLength: 1, maxLength: 200 }),
    word,
    (words, typed) => {
      const dictionary = createDictionary();
      for (const one of words) dictionary.numberOf(one);
      const expected = words.filter(
        (one) => [...typed].length >= 5 && one !== typed && errorsBetween(typed, one) === 1,
      );
      const meant = dictionary.meant(typed).map((number) => words[number] ?? '');
      return [...meant].sort().join() === [...expected].sort().join();
    },
  );
  t.doesNotThrow(() => fc.assert(property, { seed: 1, numRuns: 300 }));
});

test('numbers must be right', async (t) => {
  const dictionary = createDictionary();
  for (const word of ['20010', '20001', 'apollo13', 'apollo']) dictionary.numberOf(word);
  for (const typed of ['20011', '200010', 'apollo12', 'appollo13'])
    t.same(dictionary.meant(typed), []);
  t.equal(dictionary.meant('apolo').length, 1);
});

test('longer words are found by their beginning, whether they came early or late', async (t) => {
  const dictionary = createDictionary();
  const words: string[] = [];
  for (let n = 0; n < 3_000; n += 1) {
    const word = `w${((n * 7919) % 3_001).toString(36)}`;
    words[dictionary.numberOf(word)] = word;
    if (n % 700 !== 0) continue;
    for (const beginning of ['w', 'w1', 'w2a', 'x']) {
      const expected = words.filter((one) => one.startsWith(beginning) && one !== beginning).sort();
      const found = dictionary.longer(beginning).map((number) => words[number] ?? '');
      t.same(found.sort(), expected, `${beginning} of ${n}`);
    }
  }
  t.equal(dictionary.size(), 3_000);
});
