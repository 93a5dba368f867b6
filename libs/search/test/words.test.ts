import { test } from 'tap';
import { eachSign, eachTerm, sequenceOf } from '../src/words.js';

const termsOf = (text: string) => {
  const terms: string[] = [];
  eachTerm(text, (word, leads) => terms.push(leads ? `^${word}` : word));
  return terms;
};

test('a text is the sequence of its words, without case and accents', async (t) => {
  for (const [text, expected] of [
    ['Star Wars', ['star', 'wars']],
    ['  La   BOHÈME ', ['la', 'boheme']],
    ['M*A*S*H', ['m', 'a', 's', 'h']],
    ["Schindler's List", ['schindler', 's', 'list']],
    ['2001: A Space Odyssey', ['2001', 'a', 'space', 'odyssey']],
    ['Straße', ['strasse']],
    ['Ἀλέξανδρος', ['αλεξανδροσ']],
    ['हिन्दी', ['हिन्दी']],
    ['千と千尋', ['千', 'と', '千', '尋']],
    ['$', ['$']],
    ['!!!', ['!', '!', '!']],
    ['100% \\ _', ['100']],
    ['', []],
    [' \t\n', []],
    [`x${'y'.repeat(300)}`, [`x${'y'.repeat(63)}`]],
  ] as const) {
    t.same(sequenceOf(text), expected, text);
  }
});

test('a text is found by its words, and by what signs cut as a whole', async (t) => {
  for (const [text, expected] of [
    ['Spider-Man 2', ['^spider', 'man', '^spiderman', '2']],
    ["It's Schindler's", ['^it', 's', '^its', 'schindler', 's', 'schindlers']],
    ['Tora! Tora!', ['^tora', 'tora']],
    ['(500) Days', ['^500', 'days']],
    ['千と-千', ['^千', 'と', '千']],
    ['', []],
  ] as const) {
    t.same(termsOf(text), expected, text);
  }
});

test('signs of a title count one by one, and the one that it begins with leads', async (t) => {
  const signs: [string, boolean][] = [];
  eachSign(' $9.99%', (sign, leads) => signs.push([sign, leads]));
  t.same(signs, [
    ['$', true],
    ['.', false],
    ['%', false],
  ]);
});
