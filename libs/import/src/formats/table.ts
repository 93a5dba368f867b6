/** Files of fields under a header. */

import { plainReader } from '../read/plain-reader.js';
import { quotedReader } from '../read/quoted-reader.js';
import type { RowReader } from '../read/row-reader.js';
import { type PlannedRefusal, refusal } from './plan.js';

export interface Table {
  /** Names of the columns, without outer blanks. */
  readonly header: readonly string[];
  readonly delimiter: string;
  readonly quotes: boolean;
}

export const readerOf = ({ delimiter, quotes }: Table): RowReader =>
  quotes ? quotedReader(delimiter) : plainReader(delimiter);

/** A row with one field for each column, or why it has none. Empty fields beyond the last column do no harm. */
export function fieldsOf(value: unknown, { header }: Table): readonly string[] | PlannedRefusal {
  const fields = (Array.isArray(value) ? value : []) as readonly string[];
  if (fields.length === header.length) return fields;
  const isPadded =
    fields.length > header.length && fields.slice(header.length).every((x) => x === '');
  if (isPadded) return fields.slice(0, header.length);
  const detail = `The row has ${counted(fields.length)}, the header ${header.length}.`;
  return refusal({ code: 'wrong-number-of-fields', detail });
}

const counted = (count: number) => `${count} ${count === 1 ? 'field' : 'fields'}`;

/** A row by its header; what is beyond it by number. */
export function recordOf(value: unknown, { header }: Table): Record<string, string> {
  const fields = (Array.isArray(value) ? value : []) as readonly string[];
  return Object.fromEntries(fields.map((field, at) => [header[at] ?? `column ${at + 1}`, field]));
}

/** Text of a field; `null` where it is empty, or `\N`, which is how databases write what is absent. */
export function textOf(field: string | undefined): string | null {
  const text = field?.trim() ?? '';
  return text === '' || text === '\\N' ? null : text;
}

/** A whole number, also as spreadsheets write it (`1999.0`); any other text is left for the validation to name. */
export function numberOf(field: string | undefined): number | string | null {
  const text = textOf(field);
  if (text === null || !/^-?\d{1,15}(\.0+)?$/.test(text)) return text;
  return Number(text);
}

/** IMDb's number of a title, with or without its letters. */
export function imdbIdOf(field: string | undefined): string | null {
  const text = textOf(field);
  return text !== null && /^\d{1,15}$/.test(text) ? `tt${text.padStart(7, '0')}` : text;
}
