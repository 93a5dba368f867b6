/** The rows of an input, which is told by its beginning. */
import { detectFormat } from '../formats/detect-format.js';
import type { FileFormat, FormatContext } from '../formats/file-format.js';
import { DamagedSource, type OpenSource, type Source } from './open-source.js';
import { type ReadRow, type RowReader, UnusableFile } from './row-reader.js';

export interface ReadPiece {
  readonly format: FileFormat;
  readonly rows: readonly ReadRow[];
}

interface Begun {
  readonly format: FileFormat;
  readonly reader: RowReader;
}

/**
 * Yields the rows of each piece that is read, so that waiting is per piece and not per row.
 * @throws {UnusableFile} naming the input
 */
export async function* readRows(
  { name }: Pick<Source, 'name'>,
  { bytes }: OpenSource,
  context: FormatContext,
): AsyncGenerator<ReadPiece> {
  const head = detector(name, context);
  let begun = null as Begun | null;
  let last = { row: 0, line: 0 };
  const piece = (rows: readonly ReadRow[], { format }: Begun): ReadPiece => {
    last = rows.at(-1)?.place ?? last;
    return { format, rows };
  };
  const start = (format: FileFormat, first: Buffer) => {
    begun = { format, reader: format.reader() };
    return piece(begun.reader.push(first), begun);
  };
  try {
    for await (const chunk of bytes) {
      const format = begun === null ? head.add(chunk) : null;
      if (begun !== null) yield piece(begun.reader.push(chunk), begun);
      else if (format !== null) yield start(format, head.bytes());
    }
  } catch (error) {
    if (!(error instanceof DamagedSource)) throw error;
    // What the reader holds is cut off, however whole it looks.
    if (begun === null) yield start(head.end(), head.bytes());
    if (begun !== null) yield piece([damaged(error, last)], begun);
    return;
  }
  if (begun === null) yield start(head.end(), head.bytes());
  if (begun !== null) yield piece(begun.reader.end(), begun);
}

/** How a file is to be read; `null` where it cannot be read twice. @throws {UnusableFile} naming it */
export async function inspect(source: Source, context: FormatContext): Promise<FileFormat | null> {
  if (source.path === null || source.size === null) return null;
  const head = detector(source.name, context);
  try {
    for await (const chunk of source.open().bytes) {
      const format = head.add(chunk);
      if (format !== null) return format;
    }
  } catch (error) {
    if (!(error instanceof DamagedSource)) throw error;
  }
  return head.end();
}

/** Gathers as much of a file as it takes to tell what it is. */
function detector(name: string, context: FormatContext) {
  let head: Buffer = Buffer.alloc(0);
  const detect = (isWhole: boolean) => {
    try {
      return detectFormat(withoutMark(head), isWhole, context);
    } catch (error) {
      if (error instanceof UnusableFile) throw new UnusableFile(`${name}: ${error.message}`);
      throw error;
    }
  };
  return {
    add(chunk: Buffer): FileFormat | null {
      head = Buffer.concat([head, chunk]);
      return detect(false);
    },
    end(): FileFormat {
      const format = detect(true);
      if (format === null) throw new Error(`${name}: nothing can be told of it`);
      return format;
    },
    bytes: () => withoutMark(head),
  };
}

export function withoutMark(bytes: Buffer): Buffer {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return marked ? bytes.subarray(3) : bytes;
}

function damaged(error: DamagedSource, last: { readonly row: number; readonly line: number }) {
  const detail = `The file is damaged or cut off from here on (${error.message}).`;
  const faults = [{ code: 'damaged-file', detail }];
  return { place: { row: last.row + 1, line: last.line }, faults, bytes: Buffer.alloc(0) };
}
