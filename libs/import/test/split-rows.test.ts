import t from 'tap';
import { MAX_ROW_BYTES, type RowSplitter } from '../src/read/raw-row.js';
import { arraySplitter, objectSplitter } from '../src/read/split-array.js';
import { lineSplitter } from '../src/read/split-lines.js';

/** Rows of a text, given in pieces of this many bytes. */
function split(splitter: RowSplitter, text: string, pieceBytes = text.length): string[] {
  const bytes = Buffer.from(text);
  const rows = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    rows.push(...splitter.push(bytes.subarray(at, at + pieceBytes)));
  }
  rows.push(...splitter.end());
  return rows.map(({ row, line, bytes, fault }) =>
    [row, line, JSON.stringify(bytes.toString().trim()), fault].filter(Boolean).join(' '),
  );
}

const arrays: Record<string, readonly [text: string, rows: readonly string[]]> = {
  'an empty array has no rows': ['[ ]', []],
  'rows end at commas outside strings and brackets': [
    '[{"a":"x,]}"},\n {"b":[1,{"c":2}]} ]\n',
    ['1 1 "{\\"a\\":\\"x,]}\\"}"', '2 2 "{\\"b\\":[1,{\\"c\\":2}]}"'],
  ],
  'escaped quotes do not end a string': [
    String.raw`["a\"b,", "\\"]`,
    [String.raw`1 1 "\"a\\\"b,\""`, String.raw`2 1 "\"\\\\\""`],
  ],
  'rows need not be objects': ['[1,null]', ['1 1 "1"', '2 1 "null"']],
  'arrays may follow each other': ['[1]\n[2]', ['1 1 "1"', '2 2 "2"']],
  'what stands outside the array is a row of its own': [
    '[1] x [2]',
    ['1 1 "1"', '2 1 "x" not-in-array', '3 1 "2"'],
  ],
  'a cut last row is told': ['[{"a":1},\n{"b":', ['1 1 "{\\"a\\":1}"', '2 2 "{\\"b\\":" cut-off']],
  'an array that is not closed still gives its rows': ['[1,2', ['1 1 "1"', '2 1 "2" cut-off']],
  'a quote that is missing costs its own row': [
    '[{"a":"x},\n{"b":1},\n{"c":2}]',
    ['1 1 "{\\"a\\":\\"x},"', '2 2 "{\\"b\\":1}"', '3 3 "{\\"c\\":2}"'],
  ],
  'an object that is not closed costs its own row': [
    '[{"a":1,\n{"b":1},{"c":2]',
    ['1 1 "{\\"a\\":1,"', '2 2 "{\\"b\\":1}"', '3 2 "{\\"c\\":2"'],
  ],
  'an array that is not closed in a row costs that row': [
    '[{"a":[1},{"b":1}]',
    ['1 1 "{\\"a\\":[1}"', '2 1 "{\\"b\\":1}"'],
  ],
};

for (const [name, [text, rows]] of Object.entries(arrays)) {
  t.test(`JSON arrays: ${name}`, async (t) => {
    for (const bytes of [1, 2, 3, 7, text.length]) {
      t.same(split(arraySplitter(), text, bytes), rows, `in pieces of ${bytes}`);
    }
  });
}

const objects: Record<string, readonly [text: string, rows: readonly string[]]> = {
  'objects over several lines follow each other': [
    '{\n "a": {"b": "}{"}\n}\n{\n "c": 1\n}\n',
    [String.raw`1 1 "{\n \"a\": {\"b\": \"}{\"}\n}"`, String.raw`2 4 "{\n \"c\": 1\n}"`],
  ],
  'one that is not closed costs its own row': [
    '{\n"a": [1,\n{\n"b": 2}\n{\n"c": 3\n}',
    [String.raw`1 1 "{\n\"a\": [1,\n{\n\"b\": 2}"`, String.raw`2 5 "{\n\"c\": 3\n}"`],
  ],
  'a cut last one is told': ['{\n"a": 1', [String.raw`1 1 "{\n\"a\": 1" cut-off`]],
  'what stands between them is no part of them': [
    '{"a":1}\n]x{"b":2},{"c":3}',
    ['1 1 "{\\"a\\":1}"', '2 2 "x"', '3 2 "{\\"b\\":2}"', '4 2 "{\\"c\\":3}"'],
  ],
};

for (const [name, [text, rows]] of Object.entries(objects)) {
  t.test(`JSON objects: ${name}`, async (t) => {
    for (const bytes of [1, 2, 3, 7, text.length]) {
      t.same(split(objectSplitter(), text, bytes), rows, `in pieces of ${bytes}`);
    }
  });
}

const lines: Record<string, readonly [text: string, rows: readonly string[]]> = {
  'one row a line': ['{"a":1}\n{"b":2}\n', ['1 1 "{\\"a\\":1}"', '2 2 "{\\"b\\":2}"']],
  'lines may end with CRLF': ['1\r\n2\r\n', ['1 1 "1"', '2 2 "2"']],
  'the last line may lack its end': ['1\n2', ['1 1 "1"', '2 2 "2"']],
  'blank lines are counted, but are no rows': ['\n1\n \t\r\n\n2\n', ['1 2 "1"', '2 5 "2"']],
};

for (const [name, [text, rows]] of Object.entries(lines)) {
  t.test(`NDJSON: ${name}`, async (t) => {
    for (const bytes of [1, 2, 3, text.length]) {
      t.same(split(lineSplitter(), text, bytes), rows, `in pieces of ${bytes}`);
    }
  });
}

t.test('a row that is too long is told, kept short, and the next one is read', async (t) => {
  const long = `"${'x'.repeat(3 * MAX_ROW_BYTES)}"`;
  for (const [splitter, text] of [
    [arraySplitter(), `[${long},2]`],
    [lineSplitter(), `${long}\n2\n`],
  ] as const) {
    const pieces = Buffer.from(text);
    const rows = [];
    for (let at = 0; at < pieces.length; at += 65_536) {
      rows.push(...splitter.push(pieces.subarray(at, at + 65_536)));
    }
    rows.push(...splitter.end());
    t.same(
      rows.map(({ fault }) => fault),
      ['too-long', undefined],
    );
    t.ok((rows[0]?.bytes.length ?? 0) <= MAX_ROW_BYTES + 1);
    t.equal(rows[1]?.bytes.toString(), '2');
  }
});
