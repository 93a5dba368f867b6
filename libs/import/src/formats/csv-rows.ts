/** Rows of a table of movies, by its header. */
import type { FileFormat, FormatContext, FormatOptions } from './file-format.js';
import {
  describeColumns,
  type MovieColumns,
  type MovieField,
  movieColumns,
} from './movie-columns.js';
import { type Plan, refusal } from './plan.js';
import { fieldsOf, imdbIdOf, numberOf, readerOf, recordOf, type Table, textOf } from './table.js';

export function movieTable(table: Table, { options, idOf }: FormatContext): FileFormat {
  const columns = movieColumns(table.header, options.columns);
  return {
    name: table.delimiter === '\t' ? 'tsv' : 'csv',
    note: describeColumns(table.header, columns),
    holds: 'movies',
    reader: () => readerOf(table),
    plan(value): Plan {
      const fields = fieldsOf(value, table);
      if ('kind' in fields) return fields;
      const movie = movieOfFields(fields, columns, options);
      if (['id', 'tmdbId', 'imdbId'].some((name) => name in movie)) {
        return { kind: 'movie', movie, mode: options.existing ?? 'upsert' };
      }
      if (!('title' in movie)) return refusal(noTitle);
      // By all of its fields, so that another mapping makes no further movies of the same rows.
      return { kind: 'movie', movie: { ...movie, id: idOf(fields) }, mode: 'createOnly' };
    },
    show: (value) => recordOf(value, table),
    columnOf: (field) => table.header[columns.get(field as MovieField) ?? -1],
  };
}

const noTitle = { pointer: '/title', code: 'required', detail: 'It is required.' };

/** Empty fields are absent. What cannot be read as what it should be is left as it is, for the validation to name. */
function movieOfFields(
  fields: readonly string[],
  columns: MovieColumns,
  options: FormatOptions,
): Record<string, unknown> {
  const movie: Record<string, unknown> = {};
  for (const [field, at] of columns) {
    const value = readField(field, fields[at], options);
    if (value !== null) movie[field] = value;
  }
  return movie;
}

function readField(field: MovieField, text: string | undefined, options: FormatOptions): unknown {
  switch (field) {
    case 'year':
    case 'runtimeMinutes':
    case 'tmdbId':
      return numberOf(text);
    case 'imdbId':
      return imdbIdOf(text);
    case 'genres':
    case 'tags':
      return listOf(text, options.listSeparator ?? /[|;,]/);
    case 'directors':
      return listOf(text, options.listSeparator ?? /[|;]/);
    case 'cast':
      return listOf(text, options.listSeparator ?? /[|;]/)?.map((name) => ({ name })) ?? null;
    default:
      return textOf(text);
  }
}

function listOf(field: string | undefined, separator: string | RegExp): string[] | null {
  const entries = (textOf(field) ?? '').split(separator).map((entry) => entry.trim());
  const named = [...new Set(entries.filter((entry) => entry !== ''))];
  return named.length === 0 ? null : named;
}
