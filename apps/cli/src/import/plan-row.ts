/** What a row of a file is to become: which movie, and whether one that exists is replaced. */
import { contentHash, rowId } from './row-id.js';
import { isWikipediaRow, movieOfWikipediaRow } from './wikipedia-row.js';

/** `movies` are `MovieInput`s; `auto` looks at each row. */
export const rowFormats = ['auto', 'movies', 'wikipedia'] as const;
export type RowFormat = (typeof rowFormats)[number];

export interface PlannedRow {
  /** Not validated yet. */
  readonly movie: Readonly<Record<string, unknown>>;
  /**
   * `upsert`: the row names its movie by an id or identifier, and replaces it. `createOnly`: the row is known by its content, and
   * what became of it since is left alone.
   */
  readonly mode: 'upsert' | 'createOnly';
}

/**
 * Plans the rows of one run, in order: it counts how often each content has occurred.
 * Keeps some 100 bytes for each different row that brings no id.
 */
export function rowPlanner(format: RowFormat): (row: unknown) => PlannedRow | null {
  const occurrences = new Map<string, number>();
  return (value) => {
    if (!isObject(value)) return null;
    const isWikipedia = format === 'wikipedia' || (format === 'auto' && isWikipediaRow(value));
    if (!isWikipedia && namesItsMovie(value)) return { movie: value, mode: 'upsert' };
    const hash = contentHash(value);
    const occurrence = (occurrences.get(hash) ?? 0) + 1;
    occurrences.set(hash, occurrence);
    const movie: Record<string, unknown> = isWikipedia ? movieOfWikipediaRow(value) : value;
    return { movie: { ...movie, id: rowId(hash, occurrence) }, mode: 'createOnly' };
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesItsMovie = (row: Readonly<Record<string, unknown>>) =>
  [row['id'], row['tmdbId'], row['imdbId']].some((id) => id !== undefined && id !== null);
