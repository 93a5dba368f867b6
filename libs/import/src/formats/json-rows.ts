/** Rows of JSON: a `MovieInput`, an `ActorInput` of an export, one of the Wikipedia movie data, or one of TMDB. */
import type { RowReader } from '../read/row-reader.js';
import type { FileFormat } from './file-format.js';
import { type Plan, refusal, type SaveMode } from './plan.js';
import { nameId } from './row-id.js';
import { isTmdbExportLine, isTmdbPage, isTmdbRow, movieOfTmdbRow } from './tmdb-row.js';
import { isWikipediaRow, movieOfWikipediaRow } from './wikipedia-row.js';

export type JsonFormat = 'auto' | 'movies' | 'wikipedia' | 'tmdb';

type Row = Readonly<Record<string, unknown>>;

export interface JsonPlanning {
  /** `auto` looks at each row. */
  readonly format: JsonFormat;
  readonly idOf: (content: unknown) => string;
  /** Of rows that name their movie. */
  readonly existing: SaveMode | null;
}

export function jsonFormat(planning: JsonPlanning, reader: () => RowReader): FileFormat {
  const { format } = planning;
  return {
    ...{ name: format === 'auto' ? 'json' : format, note: null, holds: 'movies', reader },
    plan: (value) => planJsonRow(value, planning),
    show: (value) => value,
    columnOf: () => undefined,
  };
}

/**
 * A row that names its movie by an id or identifier replaces it. Any other row is known by its content, and what became of its movie
 * since is left alone.
 */
export function planJsonRow(value: unknown, { format, idOf, existing }: JsonPlanning): Plan {
  if (!isObject(value)) return refusal({ code: 'not-an-object', detail: 'A row is an object.' });
  const kind = format === 'auto' ? kindOf(value) : format;
  if (kind === 'tmdb') return planTmdbRow(value, existing);
  if (kind === 'movies' && isActorRow(value)) return { kind: 'actor', actor: value };
  const isWikipedia = kind === 'wikipedia';
  if (!isWikipedia && namesItsMovie(value)) {
    return { kind: 'movie', movie: value, mode: existing ?? 'upsert' };
  }
  const movie: Row = isWikipedia ? movieOfWikipediaRow(value) : value;
  return { kind: 'movie', movie: { ...movie, id: idOf(value) }, mode: 'createOnly' };
}

function planTmdbRow(row: Row, existing: SaveMode | null): Plan {
  if (isTmdbPage(row)) {
    const detail = 'This is a page of results: give its movies, as of jq -c ".results[]".';
    return refusal({ code: 'page-of-results', detail });
  }
  const movie = movieOfTmdbRow(row);
  if (!isTmdbExportLine(row)) return { kind: 'movie', movie, mode: existing ?? 'upsert' };
  // It knows too little to take the place of anything, and a movie that was deleted stays so.
  const id = nameId(`tmdb/movie/${String(row['id'])}`);
  return { kind: 'movie', movie: { ...movie, id }, mode: existing ?? 'createOnly' };
}

function kindOf(row: Row): JsonFormat {
  if (isTmdbRow(row) || isTmdbPage(row)) return 'tmdb';
  return isWikipediaRow(row) ? 'wikipedia' : 'movies';
}

const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Movies have titles, actors names. */
const isActorRow = (row: Row) => 'name' in row && !('title' in row);

const namesItsMovie = (row: Row) =>
  [row['id'], row['tmdbId'], row['imdbId']].some((id) => id !== undefined && id !== null);
