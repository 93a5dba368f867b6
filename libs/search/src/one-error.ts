/** Words that differ by one typing error. */

/** Shorter words have too many neighbours; so have numbers. */
const FORGIVEN = /^[^\p{N}]{5,}$/u;
const LETTER = /\p{L}|\p{M}/u;
const BLOCK_BITS = 7;

/** Letters that words have, by blocks of code points: an error in a Latin word does not put a Greek letter into it. */
export function createAlphabets() {
  const blocks = new Map<number, Set<string>>();
  return {
    note(word: string): void {
      for (const character of word) {
        if (!LETTER.test(character)) continue;
        const block = blockOf(character);
        const known = blocks.get(block) ?? new Set();
        blocks.set(block, known.add(character));
      }
    },
    /** Of the scripts that these are of. */
    of(characters: readonly string[]): readonly string[] {
      const own = new Set(characters.map(blockOf));
      return [...own].flatMap((block) => [...(blocks.get(block) ?? [])]);
    },
  };
}

export type Alphabets = ReturnType<typeof createAlphabets>;

const blockOf = (character: string) => (character.codePointAt(0) ?? 0) >> BLOCK_BITS;

/**
 * Visits every word that became this one by a letter too many, one missing, another one, or two neighbours exchanged; some twice,
 * and the word itself. A thousand or so for a word of ten letters: looking each up is cheaper than comparing with all.
 */
export function eachWithOneError(
  word: string,
  alphabets: Alphabets,
  visit: (meant: string) => void,
): void {
  if (!FORGIVEN.test(word)) return;
  const characters = [...word];
  const letters = alphabets.of(characters);
  let before = '';
  let rest = word;
  for (const [at, character] of characters.entries()) {
    const next = characters[at + 1] ?? '';
    const after = rest.slice(character.length);
    visit(before + after);
    visit(before + next + character + after.slice(next.length));
    for (const letter of letters) {
      visit(before + letter + after);
      visit(before + letter + rest);
    }
    before += character;
    rest = after;
  }
  for (const letter of letters) visit(word + letter);
}
