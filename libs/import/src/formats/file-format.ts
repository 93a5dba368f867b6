/** How a file is understood: what its rows are, and what they are to become. */
import type { RowReader } from '../read/row-reader.js';
import type { Link, Plan, SaveMode } from './plan.js';

/** `auto` tells by content. */
export const formatNames = [
  ...(['auto', 'movies', 'wikipedia', 'tmdb'] as const),
  ...(['csv', 'tsv', 'imdb', 'movielens'] as const),
] as const;
export type FormatName = (typeof formatNames)[number];

/** IMDb's types that are movies: films for cinemas and for television. Shorts, videos, series and their episodes are not. */
export const movieTitleTypes: ReadonlySet<string> = new Set(['movie', 'tvMovie']);

export interface FormatOptions {
  readonly format: FormatName;
  /** Columns by the field of `MovieInput` that they hold. */
  readonly columns: ReadonlyMap<string, string>;
  /** Between fields; `null`: told by the header. */
  readonly delimiter: string | null;
  /** Whether quotation marks around a field are no part of it. */
  readonly quotes: boolean;
  /** Between the entries of one field; `null`: `|` and `;`, and `,` in genres and tags. */
  readonly listSeparator: string | null;
  /** What of IMDb's titles counts as a movie. */
  readonly titleTypes: ReadonlySet<string>;
  /** What becomes of a movie that a row names and that is there; `null`: what suits the format. */
  readonly existing: SaveMode | null;
}

/** What the rows of one run share. */
export interface FormatContext {
  readonly options: FormatOptions;
  /** Ids by content: the same content has the same id in every run. */
  readonly idOf: (content: unknown) => string;
  readonly lookups: Lookups;
}

/** What some files say about the movies of others, by the other system's number of the movie. */
export interface Lookups {
  readonly links: ReadonlyMap<string, Link>;
  /** The most frequent first. */
  tagsOf(movieId: string): readonly string[];
}

export interface FileFormat {
  /** As shown to the user. */
  readonly name: string;
  /** How it is understood, where the user should know. */
  readonly note: string | null;
  /** What rows become; those of `links` and `tags` complete the rows of other files, and are read before them. */
  readonly holds: 'movies' | 'ratings' | 'links' | 'tags';
  reader(): RowReader;
  plan(value: unknown): Plan;
  /** A row as its owner knows it. */
  show(value: unknown): unknown;
  /** The column that holds a field of `MovieInput`. */
  columnOf(field: string): string | undefined;
}
