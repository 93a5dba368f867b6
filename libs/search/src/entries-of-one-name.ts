import type { Contents } from './contents.js';
import { createReading, valuesIn } from './postings.js';
import { LABELS, PEOPLE } from './tiers.js';

/** Movies of one person, genre or tag whose name has all of these words, or words that begin so. At most 254 words. */
export function entriesOfOneName(contents: Contents, words: readonly string[]): Set<number> {
  const { dictionary, names, readPostings } = contents;
  const reading = createReading();
  /** How many of the words each name has, one after the other. */
  const has = new Uint8Array(names.count());
  let all: number[] = [];
  words.forEach((word, nth) => {
    all = [];
    for (const number of [...dictionary.exactly(word), ...dictionary.longer(word)]) {
      for (const tier of [PEOPLE, LABELS] as const) {
        readPostings(number, tier, reading);
        for (const name of valuesIn(reading)) {
          if (has[name] !== nth) continue;
          has[name] = nth + 1;
          all.push(name);
        }
      }
    }
  });
  const entries = new Set<number>();
  for (const name of all) {
    names.read(name, reading);
    for (const entry of valuesIn(reading)) entries.add(entry);
  }
  return entries;
}
