/** Keys of rows: ASCII whose byte order is the order of the list, the same in Cassandra, SQLite and JavaScript. */
import { type MovieKeys, type MovieSort, unranked } from '@marquee/contracts';
import { asciiKeyOf, foldText } from './fold-text.js';

/** A movie's key in one sort; `''` without a value. */
export function movieKeyOf(sort: MovieSort, movie: MovieKeys): string {
  switch (sort) {
    case 'title':
      return titleKeyOf(movie.title);
    case 'releaseDate':
      return movie.releaseDate ?? (movie.year === null ? '' : `${movie.year}-01-01`);
    case 'rating':
      return ratingKeyOf(movie);
    case 'addedAt':
      return movie.addedAt;
    case 'plays':
      return playsKeyOf((movie.ranks ?? unranked).plays);
    case 'popularity':
      return popularityKeyOf((movie.ranks ?? unranked).popularity);
  }
}

/** Case, accents and one leading article do not count. Never empty for a text that is not. */
export function titleKeyOf(title: string): string {
  const folded = foldText(title).trim();
  return asciiKeyOf(folded.replace(/^(?:the|an|a) (?=.)/, '') || title);
}

/** Of an actor: case and accents do not count. Never empty for a text that is not. */
export function nameKeyOf(name: string): string {
  return asciiKeyOf(foldText(name).trim() || name);
}

/** What the key of every name begins with that begins with this text; `''`, which all begin with, for blanks. */
export function namePrefixOf(text: string): string {
  return asciiKeyOf(foldText(text).trimStart() || text.trimStart());
}

/**
 * The weighted mean `(30 + sum of stars) / (10 + count)` rounded half up to two decimals, `3.05`; `''` without
 * ratings. All in integers (100 × (60 + half stars) stays far below 2^53), so no mean drifts across a rounding edge.
 */
export function ratingKeyOf(movie: Pick<MovieKeys, 'ratingCount' | 'halfStars'>): string {
  if (movie.ratingCount === 0) return '';
  const weight = 10 + movie.ratingCount;
  const doubled = 100 * (60 + movie.halfStars) + weight;
  const hundredths = (doubled - (doubled % (2 * weight))) / (2 * weight);
  const decimals = `${hundredths % 100}`.padStart(2, '0');
  return `${(hundredths - (hundredths % 100)) / 100}.${decimals}`;
}

/** As many digits as the largest exact integer has. */
const PLAYS_DIGITS = `${Number.MAX_SAFE_INTEGER}`.length;

/** The number in digits of one width; `''` without plays. */
const playsKeyOf = (plays: number | null) =>
  plays === null ? '' : `${plays}`.padStart(PLAYS_DIGITS, '0');

/** `08.42`, from hundredths: log10 of the largest exact integer times five is below 100. `''` without a popularity. */
function popularityKeyOf(hundredths: number | null): string {
  if (hundredths === null) return '';
  const digits = `${hundredths}`.padStart(4, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * What a cursor holds of a row: the title as text, for other sorts their keys, which are readable values themselves;
 * `null` without a value. `sortValue` is the row's own, or a `FilmographyEntry`'s title.
 */
export function sortValueOf(
  sort: MovieSort,
  row: { readonly sortKey: string; readonly sortValue: string | null },
): string | null {
  if (row.sortKey === '') return null;
  return sort === 'title' ? row.sortValue : row.sortKey;
}

/** The key of what `sortValueOf` returned, in this version of the projection. */
export function sortKeyOf(sort: MovieSort, value: string | null): string {
  if (value === null) return '';
  return sort === 'title' ? titleKeyOf(value) : value;
}
