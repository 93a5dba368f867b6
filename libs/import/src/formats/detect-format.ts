/** Tells by the beginning of a file what it is. */
import { jsonReader } from '../read/json-reader.js';
import { type RowReader, UnusableFile } from '../read/row-reader.js';
import { arraySplitter, objectSplitter } from '../read/split-array.js';
import { isBlank, lineSplitter } from '../read/split-lines.js';
import { movieTable } from './csv-rows.js';
import { detectTable, type FoundTable } from './detect-table.js';
import type { FileFormat, FormatContext, FormatName } from './file-format.js';
import { imdbTitles, isImdbHeader } from './imdb-rows.js';
import { jsonFormat } from './json-rows.js';
import { movieLensFile, movieLensTable } from './movielens-rows.js';

/** A first line that is longer is no header, and no row of JSON that can be told from anything else. */
export const MAX_HEAD_BYTES = 65_536;

const [LF, OPEN_ARRAY, OPEN_OBJECT] = [0x0a, 0x5b, 0x7b];

/**
 * `null` while there is too little to tell.
 * @param head without a byte order mark
 * @throws {UnusableFile}
 */
export function detectFormat(
  head: Buffer,
  isWhole: boolean,
  context: FormatContext,
): FileFormat | null {
  if (isUtf16(head)) throw new UnusableFile('the file is UTF-16: save it as UTF-8');
  const from = head.findIndex((byte) => !isBlank(byte));
  const lineEnd = head.indexOf(LF, Math.max(from, 0));
  const isEnough = isWhole || head.length >= MAX_HEAD_BYTES || (from !== -1 && lineEnd !== -1);
  const { format } = context.options;
  if (!isEnough) return null;
  // With the blanks that it begins with: between tabs, they are fields.
  const line = head.subarray(
    from === -1 ? 0 : head.lastIndexOf(LF, from) + 1,
    lineEnd === -1 ? head.length : lineEnd,
  );
  const first = head[from];
  const isJson = first === OPEN_ARRAY || first === OPEN_OBJECT || from === -1;
  if (isJson || isJsonFormat(format)) return jsonFile(line, context);
  const table = detectTable(line, context.options);
  return table === null ? jsonFile(line, context) : tableFile(table, context);
}

const isJsonFormat = (format: FormatName) =>
  format === 'movies' || format === 'wikipedia' || format === 'tmdb';

/** By its mark; or by the zeros that every other byte is in what has none. */
function isUtf16(head: Buffer): boolean {
  const [a, b, c, d] = head;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return head.length >= 4 && ((b === 0 && d === 0) || (a === 0 && c === 0));
}

function jsonFile(line: Buffer, { options, idOf }: FormatContext): FileFormat {
  const format = isJsonFormat(options.format) ? options.format : 'auto';
  const { existing } = options;
  return jsonFormat({ format, idOf, existing }, () => jsonRowsReader(line));
}

/** An object that begins with a line of its own goes over several lines; else each line is a row. */
function jsonRowsReader(line: Buffer): RowReader {
  const text = line.toString('latin1').trim();
  if (text.startsWith('[')) return jsonReader(arraySplitter());
  const isSpread = text === '{';
  return jsonReader(isSpread ? objectSplitter() : lineSplitter());
}

function tableFile({ table, isGuess }: FoundTable, context: FormatContext): FileFormat {
  const { format, columns } = context.options;
  const { header } = table;
  // Who maps columns knows better what they are.
  const mayBeOther = isGuess && columns.size === 0;
  if (format === 'imdb' || (mayBeOther && isImdbHeader(header))) {
    return imdbTitles({ ...table, delimiter: '\t', quotes: false }, context);
  }
  const holds = format === 'movielens' || mayBeOther ? movieLensFile(header) : null;
  if (holds !== null) return movieLensTable(holds, table, context);
  if (format === 'movielens') {
    throw new UnusableFile(
      `the files of MovieLens that are read are movies, ratings, links and tags; this one has the columns ${header.join(', ')}`,
    );
  }
  return movieTable(table, context);
}
