/** The header of a table, and what stands between its fields. */
import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { UnusableFile } from '../read/row-reader.js';
import type { FormatOptions } from './file-format.js';
import { movieColumns } from './movie-columns.js';
import type { Table } from './table.js';

export interface FoundTable {
  readonly table: Table;
  /** Whether nobody said what the file is. */
  readonly isGuess: boolean;
}

const delimiters = [',', ';', '\t', '|'];

/**
 * @param line the first one
 * @returns `null` where it is no header, and nobody said that it is one
 * @throws {UnusableFile}
 */
export function detectTable(line: Buffer, options: FormatOptions): FoundTable | null {
  const isGuess = options.format === 'auto' && options.columns.size === 0;
  const text = line.toString('utf8').replace(/\r$/, '');
  if (isGuess && !mayBeHeader(line, text)) return null;
  if (!isUtf8(line)) throw new UnusableFile('its header is not valid UTF-8');
  const delimiter = delimiterOf(text, options);
  const quotes = options.quotes && options.format !== 'imdb';
  const header = quotes ? quotedFields(text, delimiter) : text.split(delimiter);
  const table = { header: header.map((name) => name.trim()), delimiter, quotes };
  if (isGuess && table.header.length === 1 && !hasTitle(table.header)) return null;
  return { table, isGuess: options.format === 'auto' };
}

/** What is broken JSON is said of each row, rather than of a header that it is not. */
const mayBeHeader = (line: Buffer, text: string) =>
  isUtf8(line) && text.trim() !== '' && !/[\]}],?$/.test(text.trim()) && !hasControls(text);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const hasControls = (text: string) => /[\u0000-\u0008\u000b-\u001f]/.test(text);

/** The one that stands in the header most often; the comma where there is none. */
function delimiterOf(text: string, { delimiter, format }: FormatOptions): string {
  if (delimiter !== null) return delimiter;
  if (format === 'tsv' || format === 'imdb') return '\t';
  const plain = text.replace(/"[^"]*"/g, '');
  const count = (delimiter: string) => plain.split(delimiter).length;
  return delimiters.reduce((best, next) => (count(next) > count(best) ? next : best));
}

function quotedFields(text: string, delimiter: string): readonly string[] {
  try {
    const [fields = []] = parse(text, { delimiter, relax_quotes: true, trim: true });
    return fields;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UnusableFile('a quotation mark in its header is not closed');
  }
}

function hasTitle(header: readonly string[]): boolean {
  try {
    return movieColumns(header, new Map()).has('title');
  } catch (error) {
    if (error instanceof UnusableFile) return false;
    throw error;
  }
}
