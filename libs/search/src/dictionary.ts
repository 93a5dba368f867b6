/** Every word of the catalogue and its number. */
import { createAlphabets, eachWithOneError } from './one-error.js';

export interface Dictionary {
  /** Makes one for a word that is new. */
  numberOf(word: string): number;
  /** The number of this very word, or none. */
  exactly(word: string): readonly number[];
  /** Numbers of longer words that begin with this one. */
  longer(word: string): readonly number[];
  /** Numbers of other words, each once, of which this one is a misspelling. */
  meant(word: string): readonly number[];
  size(): number;
}

/** Words that came last stand unsorted; more of them are sorted in when one looks for a beginning. */
const MAX_UNSORTED = 1_000;

export function createDictionary(): Dictionary {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const alphabets = createAlphabets();
  /** Numbers in the order of their words; all below its length are in it. */
  let sorted: readonly number[] = [];

  const wordAt = (number: number) => words[number] ?? '';
  const byWord = (a: number, b: number) => (wordAt(a) < wordAt(b) ? -1 : 1);

  function sortIn(): void {
    const added = Array.from({ length: words.length - sorted.length }, (_, n) => sorted.length + n);
    sorted = merged(sorted, added.sort(byWord), byWord);
  }

  /** Where the first word stands that does not come before this one. */
  function placeOf(word: string): number {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (wordAt(sorted[middle] ?? 0) < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    numberOf(word) {
      const known = numbers.get(word);
      if (known !== undefined) return known;
      numbers.set(word, words.length);
      alphabets.note(word);
      return words.push(word) - 1;
    },
    exactly(word) {
      const number = numbers.get(word);
      return number === undefined ? [] : [number];
    },
    longer(beginning) {
      if (words.length - sorted.length > MAX_UNSORTED) sortIn();
      const found: number[] = [];
      /** Returns whether the word begins so. */
      const take = (number: number): boolean => {
        const word = wordAt(number);
        if (!word.startsWith(beginning)) return false;
        if (word.length > beginning.length) found.push(number);
        return true;
      };
      for (let at = placeOf(beginning); at < sorted.length; at += 1) {
        if (!take(sorted[at] ?? 0)) break;
      }
      for (let number = sorted.length; number < words.length; number += 1) take(number);
      return found;
    },
    meant(word) {
      const found = new Set<number>();
      eachWithOneError(word, alphabets, (meant) => {
        const number = numbers.get(meant);
        if (number !== undefined && meant !== word) found.add(number);
      });
      return [...found];
    },
    size: () => words.length,
  };
}

function merged<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): T[] {
  const all: T[] = [];
  let next = 0;
  for (const item of a) {
    for (let other = b[next]; other !== undefined && compare(other, item) < 0; other = b[next]) {
      all.push(other);
      next += 1;
    }
    all.push(item);
  }
  return all.concat(b.slice(next));
}
