/** Texts of foreign data: what could never be stored is taken out or cut, so that it does not cost the row. */

/** Without control characters but newline and tab, without outer blanks, and no longer than allowed; `''` for what is no text. */
export function cleanText(text: unknown, maxLength: number): string {
  if (typeof text !== 'string') return '';
  const clean = text
    .replaceAll('\r\n', '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]+/g, ' ')
    .toWellFormed()
    .trim();
  if (clean.length <= maxLength) return clean;
  // Never through the middle of a surrogate pair.
  const cut = clean.slice(0, maxLength);
  return (cut.isWellFormed() ? cut : cut.slice(0, -1)).trimEnd();
}

/** Names once each, in order; empty ones and what is no text are left out. */
export function cleanNames(list: unknown, maxLength: number): string[] {
  const texts = Array.isArray(list) ? list.map((entry) => cleanText(entry, maxLength)) : [];
  return [...new Set(texts.filter((name) => name !== ''))];
}

/** Genres and tags: `,` and `|` stand between names. */
export function cleanLabels(list: unknown): string[] {
  const texts: readonly unknown[] = Array.isArray(list) ? list : [];
  const parts = texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,|]/) : []));
  return cleanNames(parts, 100);
}

/** `null` for what is none, or too long for one. */
export function httpsUrl(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2_048) return null;
  return /^https:\/\/[^\s\\]+$/.test(text) && URL.canParse(text) ? text : null;
}

/** The fields that have a value: not `undefined`, `null` or `''`. */
export function present(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(fields).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return Object.fromEntries(given);
}
