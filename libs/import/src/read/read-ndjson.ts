/** The rows of NDJSON that needs no telling what it is. */
import type { FormatContext } from '../formats/file-format.js';
import { jsonFormat } from '../formats/json-rows.js';
import { jsonReader } from './json-reader.js';
import { type ReadPiece, withoutMark } from './read-rows.js';
import { lineSplitter } from './split-lines.js';

const MARK_BYTES = 3;

/** Each row is a `MovieInput`, one of the Wikipedia movie data, or a movie of TMDB's API. */
export async function* readNdjson(
  bytes: AsyncIterable<Buffer>,
  { idOf }: Pick<FormatContext, 'idOf'>,
): AsyncGenerator<ReadPiece> {
  const format = jsonFormat({ format: 'auto', idOf, existing: null }, () =>
    jsonReader(lineSplitter()),
  );
  const reader = format.reader();
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (head === null) {
      yield { format, rows: reader.push(chunk) };
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < MARK_BYTES) continue;
    yield { format, rows: reader.push(withoutMark(head)) };
    head = null;
  }
  const rest = head === null ? [] : reader.push(head);
  yield { format, rows: [...rest, ...reader.end()] };
}
