/** Names, titles and texts of nobody and nothing. */
import { type Choices, scattered } from './seeded.js';

const consonants = 'bdfghjklmnprstvz';
const vowels = 'aeio';

/** So many syllables, of which there are 64, from the lower bits of a number. */
function syllables(bits: bigint, count: number): string {
  let word = '';
  for (let left = bits, n = 0; n < count; left >>= 6n, n += 1) {
    const syllable = Number(left & 63n);
    word += `${consonants[syllable >> 2]}${vowels[syllable & 3]}`;
  }
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}

/** A person's; another one for each number below 2^32. */
export function inventedName(n: number): string {
  const bits = BigInt(scattered(n));
  return `${syllables(bits, 2)} ${syllables(bits >> 12n, 4)}`;
}

const inventedWord = (n: number) => syllables(BigInt(scattered(n)), 3);

const adjectives =
  'Silent Golden Broken Distant Midnight Hidden Burning Frozen Crooked Hollow Gentle Restless Scarlet Last Lost Second Perfect Paper Iron Secret'.split(
    ' ',
  );
const nouns =
  'River Empire Letter Stranger Harbour Mirror Journey Garden Orchard Station Lantern Tide Bridge Winter Island Promise Verdict Clockmaker Ferry Shadow Carnival Meadow Signal Compass Tenant Witness Atlas Cathedral Parade Quarry'.split(
    ' ',
  );
const verbs =
  'follows finds leaves remembers meets loses hides repairs forgives watches buys inherits'.split(
    ' ',
  );
const circumstances =
  'in a small town|after the war|against all advice|on the coast|for one summer|without a word|during a long strike|before the flood|at the edge of the desert|with little money'.split(
    '|',
  );

export function inventedTitle(choices: Choices): string {
  const { pick, integer } = choices;
  const noun = pick(nouns);
  switch (integer(6)) {
    case 0:
      return `The ${pick(adjectives)} ${noun}`;
    case 1:
      return `${inventedWord(integer(50_000))}'s ${noun}`;
    case 2:
      return `The ${noun} of ${inventedWord(integer(50_000))}`;
    case 3:
      return `${pick(adjectives)} ${noun}`;
    case 4:
      return inventedWord(integer(200_000));
    default:
      return `A ${noun} in ${inventedWord(integer(50_000))}`;
  }
}

/** Sentences, of about so many characters. */
export function inventedText(choices: Choices, length: number): string {
  const { pick, integer } = choices;
  const sentences: string[] = [];
  for (let written = 0; written < length; ) {
    const who = inventedWord(integer(5_000));
    const what = `the ${pick(adjectives).toLowerCase()} ${pick(nouns).toLowerCase()}`;
    const sentence = `${who} ${pick(verbs)} ${what} ${pick(circumstances)}.`;
    sentences.push(sentence);
    written += sentence.length + 1;
  }
  return sentences.join(' ');
}
