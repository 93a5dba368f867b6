/** Whatever bytes a file has, each of its rows is planned or refused, or all of it is, and nothing fails. */
import fc from 'fast-check';
import t from 'tap';
import { formatNames } from '../src/formats/file-format.js';
import { UnusableFile } from '../src/read/row-reader.js';
import { outcomesOf, planFile } from './formats.js';

const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 300);

const heads = [
  ...['', '\ufeff', '{"title":"A"}\n', '{\n"title":"A"\n}\n', '[{"title":"A"},', 'title,year\n'],
  ...['title\tyear\n', 'movieId,title,genres\n', 'userId,movieId,rating,timestamp\n'],
  ...['movieId,imdbId,tmdbId\n', 'userId,movieId,tag,timestamp\n', '"title","cast"\r\n'],
  'tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n',
];

/** Bytes that mean something to some format, and any others. */
const pieces = fc.oneof(
  fc.constantFrom(
    ...['"', '""', ',', '\t', ';', '|', '\n', '\r\n', '\\N', '\\', '{', '}', '[', ']'],
  ),
  fc.constantFrom(...['300', '1984', '\u00a0', '<b>A</b>', 'movie', '(1999)', 'null', ':', '"a":']),
  fc.constantFrom(...['x'.repeat(400), '\ufeff', '\u0000', '4.5', 'tt0000001']),
);
const text = fc.array(pieces, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')));
const noise = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
const file = fc
  .tuple(fc.constantFrom(...heads), fc.array(fc.oneof(text, noise), { maxLength: 4 }))
  .map(([head, rest]) => Buffer.concat([Buffer.from(head), ...rest]));

t.test('any bytes are rows that are planned or refused, or a file that is', async (t) => {
  const outcome = async (bytes: Buffer, options: Parameters<typeof planFile>[1]) => {
    try {
      return outcomesOf(await planFile(bytes, options));
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      return error.message;
    }
  };
  await fc.assert(
    fc.asyncProperty(
      file,
      fc.constantFrom(...formatNames),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (bytes, format, quotes, pieceBytes) => {
        const whole = await outcome(bytes, { format, quotes });
        const inPieces = await outcome(bytes, { format, quotes, pieceBytes });
        t.same(inPieces, whole, 'however it arrives');
        const rows = Array.isArray(whole) ? whole : [];
        return rows.every((row) => row !== undefined);
      },
    ),
    { numRuns: RUNS, seed: Number(process.env['HOSTILE_SEED'] ?? 1) },
  );
});

t.test('rows are numbered without gaps, in the order of their lines', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 40 }), async (bytes, pieceBytes) => {
      const { rows } = await planFile(bytes, { pieceBytes }).catch((error) => {
        if (!(error instanceof UnusableFile)) throw error;
        return { rows: [] };
      });
      const lines = rows.map(({ line }) => line);
      const isOrdered = lines.every((line, at) => at === 0 || line >= (lines[at - 1] ?? 0));
      return isOrdered && rows.every(({ row }, at) => row === at + 1);
    }),
    { numRuns: RUNS, seed: Number(process.env['HOSTILE_SEED'] ?? 1) },
  );
});
