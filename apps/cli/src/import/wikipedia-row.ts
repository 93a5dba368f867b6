/** The Wikipedia movie data: `title, year, cast, genres, href, extract, thumbnail`, the cast as bare names. */
import type { MovieInput } from '@marquee/contracts';

type Row = Readonly<Record<string, unknown>>;

/** Whether a row is of this kind rather than a `MovieInput`. */
export function isWikipediaRow(row: Row): boolean {
  if ('href' in row || 'extract' in row || 'thumbnail' in row) return true;
  return Array.isArray(row['cast']) && row['cast'].some((entry) => typeof entry === 'string');
}

/**
 * A row as a movie. The title is left as it is; of the rest, what could never be stored is taken out (control characters, empty and
 * repeated names, addresses that are not https) or cut, so that it does not cost the row.
 */
export function movieOfWikipediaRow(row: Row): Omit<MovieInput, 'title'> & { title: unknown } {
  const synopsis = cleanText(row['extract'], 10_000);
  const wikipediaTitle = cleanText(row['href'], 500);
  const posterUrl = httpsUrl(row['thumbnail']);
  const { title, year } = row;
  return {
    title: typeof title === 'number' ? String(title) : title,
    ...(typeof year === 'number' ? { year } : {}),
    genres: labels(row['genres']).slice(0, 20),
    cast: names(row['cast'], 300)
      .slice(0, 1_000)
      .map((name) => ({ name })),
    ...(wikipediaTitle === '' ? {} : { wikipediaTitle }),
    ...(synopsis === '' ? {} : { synopsis }),
    ...(posterUrl === null ? {} : { posterUrl }),
  };
}

function names(list: unknown, maxLength: number): string[] {
  const texts = Array.isArray(list) ? list.map((entry) => cleanText(entry, maxLength)) : [];
  return [...new Set(texts.filter((name) => name !== ''))];
}

/** Genres: `,` and `|` stand between names. */
function labels(list: unknown): string[] {
  const texts = Array.isArray(list) ? list : [];
  return names(
    texts.flatMap((text) => (typeof text === 'string' ? text.split(/[,|]/) : [])),
    100,
  );
}

/** Without control characters but newline and tab, without outer blanks, and no longer than allowed; `''` for what is no text. */
function cleanText(text: unknown, maxLength: number): string {
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

function httpsUrl(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 2_048) return null;
  return /^https:\/\/[^\s\\]+$/.test(text) && URL.canParse(text) ? text : null;
}
