/** Text as lists compare it: one form for what differs in case, accents or white space alone; plain ASCII at the end. */

/**
 * Characters of one key at most: more than any title of 500 UTF-16 units needs, but for the few characters that
 * decompose into many. Cassandra refuses keys over 64 KiB. What is cut off leaves the order to the id.
 */
export const MAX_KEY_LENGTH = 4_096;

/**
 * Accents and the selectors that follow an emoji. Not every mark: without its vowel signs or voicing marks, Hindi or
 * Japanese text is other text.
 */
const ACCENTS = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/g;

/**
 * Without case, accents and doubled white space. Folding again changes nothing. To lower case through upper, since
 * that alone joins `ß` and `ẞ` with `ss`; the two forms of sigma differ by their place in a word, so they become one.
 */
export function foldText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ');
  return withoutAccents(withoutAccents(text).toLowerCase().toUpperCase().toLowerCase())
    .replace(/ς/g, 'σ')
    .replace(/\s+/g, ' ');
}

const withoutAccents = (text: string) => text.normalize('NFKD').replace(ACCENTS, '');

/**
 * Printable ASCII but `~` stands for itself, anything else is `~` and six hex digits of its code point: the order of
 * code points becomes the order of bytes, and a prefix of the text a prefix of the key.
 */
export function asciiKeyOf(text: string): string {
  if (/^[ -}]*$/.test(text)) return text.slice(0, MAX_KEY_LENGTH);
  let key = '';
  for (const character of text) {
    const piece = /^[ -}]$/.test(character) ? character : escapeOf(character);
    if (key.length + piece.length > MAX_KEY_LENGTH) break;
    key += piece;
  }
  return key;
}

const escapeOf = (character: string) =>
  `~${(character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`;
