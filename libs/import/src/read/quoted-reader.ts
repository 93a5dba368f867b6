/**
 * Rows of fields as RFC 4180 has them: quotation marks around fields that hold delimiters, newlines or (doubled) quotation marks.
 * The grammar is a library's; here is what it is given, and how a broken quotation costs its own line and not the file.
 */
import { isUtf8 } from 'node:buffer';
import { CsvError, type Options, parse } from 'csv-parse/sync';
import { MAX_ROW_BYTES } from './raw-row.js';
import type { ReadRow, RowReader } from './row-reader.js';

const LF = 0x0a;

/** The first record is the header, and no row. */
export function quotedReader(delimiter: string): RowReader {
  let held: Buffer = Buffer.alloc(0);
  /** Of the first byte that is held. */
  let line = 1;
  let records = 0;
  let isOverlong = false;

  /** Takes this many bytes off, as one record. */
  const take = (length: number, content: Content): ReadRow[] => {
    const bytes = held.subarray(0, length);
    const from = firstVisible(bytes);
    const place = { row: records, line: line + count(bytes.subarray(0, from), LF) };
    line += count(bytes, LF);
    held = held.subarray(length);
    records += 1;
    if (place.row === 0) return [];
    const found = faultOf(bytes, content);
    if (found === null) return [{ place, value: content.fields }];
    // A copy: what is kept must not hold on to whole chunks of the file.
    return [{ place, faults: [found], bytes: Buffer.from(bytes.subarray(from, MAX_ROW_BYTES)) }];
  };

  /** Reads what is held up to there. What is left begins a record that may go on. */
  const read = (end: number, isLast: boolean): ReadRow[] => {
    const rows: ReadRow[] = [];
    let left = end;
    while (left > 0) {
      const cut = cutRecords(held.subarray(0, left), delimiter);
      let at = 0;
      for (const { fields, end } of cut.records) {
        rows.push(...take(end - at, { fields }));
        at = end;
      }
      left -= at;
      if (cut.error === null) {
        line += count(held.subarray(0, left), LF);
        held = held.subarray(left);
        break;
      }
      const mayGoOn = cut.error.code === 'CSV_QUOTE_NOT_CLOSED' && held.length <= MAX_ROW_BYTES;
      if (mayGoOn && !isLast) break;
      const length = firstLine(held, left);
      rows.push(...take(length, lineAlone(held.subarray(0, length), delimiter)));
      left -= length;
    }
    return rows;
  };

  return {
    push(chunk) {
      const from = isOverlong ? chunk.indexOf(LF) : 0;
      if (from === -1) return [];
      isOverlong = false;
      held = Buffer.concat([held, chunk.subarray(from)]);
      const rows = read(held.lastIndexOf(LF) + 1, false);
      if (held.length > MAX_ROW_BYTES && !held.includes(LF)) {
        rows.push(...take(held.length, { fields: [] }));
        isOverlong = true;
      }
      return rows;
    },
    end: () => read(held.length, true),
  };
}

interface Content {
  readonly fields: readonly string[];
  readonly error?: CsvError;
}

function optionsFor(delimiter: string): Options {
  return {
    ...{ delimiter, encoding: 'utf8', record_delimiter: ['\r\n', '\n'] },
    // How many fields a row has to have, the header tells.
    ...{ relax_column_count: true, skip_empty_lines: true, trim: true },
  };
}

/** Records of whole lines, each with the place behind it, up to the first that is broken. */
function cutRecords(bytes: Buffer, delimiter: string) {
  const records: { readonly fields: string[]; readonly end: number }[] = [];
  let error: CsvError | null = null;
  try {
    parse(bytes, {
      ...optionsFor(delimiter),
      on_record(fields: string[], { bytes: end }) {
        records.push({ fields, end });
        return null;
      },
    });
  } catch (caught) {
    if (!(caught instanceof CsvError)) throw caught;
    error = caught;
  }
  return { records, error };
}

/** A line that breaks the grammar, by itself: quotation marks within a field are taken as they are. */
function lineAlone(bytes: Buffer, delimiter: string): Content {
  try {
    const [fields = []] = parse(bytes, { ...optionsFor(delimiter), relax_quotes: true });
    return { fields };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { fields: [], error };
  }
}

function faultOf(bytes: Buffer, { error }: Content) {
  if (bytes.length > MAX_ROW_BYTES) {
    return { code: 'too-long', detail: `A row is at most ${MAX_ROW_BYTES} bytes long.` };
  }
  if (!isUtf8(bytes)) return { code: 'invalid-utf8', detail: 'The row is not valid UTF-8.' };
  if (error === undefined) return null;
  const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED';
  const detail = isOpen
    ? 'A quotation mark opens a field and none closes it.'
    : 'Behind a closing quotation mark a field must end.';
  return { code: isOpen ? 'unclosed-quote' : 'misplaced-quote', detail };
}

/** Length of the first line that is not blank, with what stands before it. */
function firstLine(bytes: Buffer, end: number): number {
  const at = bytes.indexOf(LF, firstVisible(bytes));
  return at === -1 || at >= end ? end : at + 1;
}

function firstVisible(bytes: Buffer): number {
  const at = bytes.findIndex((byte) => byte !== LF && byte !== 0x0d && byte !== 0x20);
  return at === -1 ? bytes.length : at;
}

function count(bytes: Buffer, wanted: number): number {
  let found = 0;
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) found += 1;
  return found;
}
