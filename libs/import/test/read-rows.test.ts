import { gzipSync } from 'node:zlib';
import t from 'tap';
import { findSource } from '../src/read/open-source.js';
import { inspect, readRows } from '../src/read/read-rows.js';
import type { ReadRow } from '../src/read/row-reader.js';
import { formatContext } from './formats.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const bom = [0xef, 0xbb, 0xbf];

/** What each row is: its value, or the code of what is wrong with it. */
function outcomes(rows: readonly ReadRow[]): unknown[] {
  return rows.map((row) => ('faults' in row ? row.faults[0]?.code : row.value));
}

const files: Record<string, readonly [content: Buffer, outcomes: readonly unknown[]]> = {
  'an empty file has no rows': [bytes(''), []],
  'a byte order mark and CRLF are passed over': [
    bytes(bom, '{"a":1}\r\n{"a":2}\r\n'),
    [{ a: 1 }, { a: 2 }],
  ],
  'an array may have a byte order mark': [bytes(bom, ' \n[{"a":1}]'), [{ a: 1 }]],
  'bad UTF-8 is refused, never replaced': [
    bytes('{"a":1}\n{"a":"', [0xc3, 0x28], '"}\n{"a":3}\n'),
    [{ a: 1 }, 'invalid-utf8', { a: 3 }],
  ],
  'a cut last line is refused': [bytes('{"a":1}\n{"a":'), [{ a: 1 }, 'invalid-json']],
  'a cut array is refused at its last row': [bytes('[{"a":1},{"a":'), [{ a: 1 }, 'cut-off']],
  'what is no JSON is refused line by line': [
    bytes('no title\nA,1\n'),
    ['invalid-json', 'invalid-json'],
  ],
  'gzip is told by its content': [gzipSync('[{"a":1}]'), [{ a: 1 }]],
  'gzip files put together are read to the end': [
    Buffer.concat([gzipSync('[1]'), gzipSync('[2]')]),
    [1, 2],
  ],
  'gzip that is cut off gives what can be read, and a refusal': [
    gzipSync(`${'{"a":1}\n'.repeat(3)}`, { level: 0 }).subarray(0, 36),
    [{ a: 1 }, { a: 1 }, 'damaged-file'],
  ],
};

for (const [name, [content, expected]] of Object.entries(files)) {
  t.test(name, async (t) => {
    const file = `${t.testdir({ file: content })}/file`;
    const source = await findSource(file);
    const rows = [];
    for await (const piece of readRows(source, source.open(), formatContext()))
      rows.push(...piece.rows);
    t.same(outcomes(rows), expected);
    t.same(
      rows.map(({ place }) => place.row),
      expected.map((_, index) => index + 1),
    );
  });
}

t.test('a file that is not there is said at once', async (t) => {
  await t.rejects(findSource(`${t.testdir({})}/none`), { code: 'ENOENT' });
  await t.rejects(findSource(t.testdir({})), /is a directory/);
});

t.test('what a file is can be told before it is read', async (t) => {
  const dir = t.testdir({
    'movies.csv.gz': gzipSync('title,year\nA,1\n'),
    'cut.csv.gz': gzipSync('title,year\nA,1\n').subarray(0, 12),
    'wrong.csv': 'a,b\n1,2\n',
  });
  const nameOf = async (file: string) =>
    (await inspect(await findSource(`${dir}/${file}`), formatContext()))?.name;
  t.equal(await nameOf('movies.csv.gz'), 'csv');
  t.equal(await nameOf('cut.csv.gz'), 'json', 'of nothing, nothing can be told');
  await t.rejects(nameOf('wrong.csv'), { message: /wrong\.csv: no column/ });
  t.equal(await inspect(await findSource('-'), formatContext()), null);
});
