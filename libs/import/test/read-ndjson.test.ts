import t from 'tap';
import { contentIds, importRows, type ReadRow, readNdjson } from '../src/index.js';

async function rowsOf(text: string | Buffer, pieceBytes: number): Promise<ReadRow[]> {
  const bytes = Buffer.from(text);
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
  const rows: ReadRow[] = [];
  for await (const piece of readNdjson(pieces(), { idOf: contentIds() })) rows.push(...piece.rows);
  return rows;
}

t.test('rows are the same in whatever pieces they come, with or without a mark', async (t) => {
  const text = '{"a":1}\r\n\n {"b":"ä"}\n{"c"';
  const whole = await rowsOf(text, 1_000);
  t.match(whole, [
    { place: { row: 1, line: 1 }, value: { a: 1 } },
    { place: { row: 2, line: 3 }, value: { b: 'ä' } },
    { place: { row: 3, line: 4 }, faults: [{ code: 'invalid-json' }] },
  ]);
  for (const pieceBytes of [1, 2, 3, 7]) {
    t.same(await rowsOf(text, pieceBytes), whole, `${pieceBytes}`);
    t.same(await rowsOf(`\uFEFF${text}`, pieceBytes), whole, `${pieceBytes}, with a mark`);
  }
  t.same(await rowsOf('', 1), []);
  t.match(await rowsOf('1', 1), [{ value: 1 }], 'shorter than a mark');
});

t.test('what is no NDJSON is rows that are refused', async (t) => {
  t.match(await rowsOf('title,year\nStalker,1979\n', 9), [
    { faults: [{ code: 'invalid-json' }] },
    { faults: [{ code: 'invalid-json' }] },
  ]);
  t.match(await rowsOf(Buffer.from([0x1f, 0x8b, 8, 0, 0x0a, 0xff]), 9), [
    { faults: [{}] },
    { faults: [{ code: 'invalid-utf8' }] },
  ]);
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  t.match(await rowsOf(deep, 65_536), [{ faults: [{ code: 'too-deep' }] }]);
});

t.test('a signal stops after the batch in hand', async (t) => {
  const stop = new AbortController();
  const text = Buffer.from('{"title":"A"}\n'.repeat(350));
  async function* bytes() {
    yield text;
  }
  const position = { rows: 0, after: 100 };
  const saved: number[] = [];
  const isThrough = await importRows(readNdjson(bytes(), { idOf: contentIds() }), {
    position,
    save: {
      async movies(rows) {
        saved.push(rows.length);
        return {
          rows: rows.map(() => ({ status: 201, unchanged: false })),
          token: { write: 'w', subjects: 0 },
        };
      },
      actors: () => Promise.reject(new Error('there are none')),
      ratings: () => Promise.reject(new Error('there are none')),
    },
    onSaved: async () => stop.abort(),
    signal: stop.signal,
  });
  t.equal(isThrough, false);
  t.same(saved, [100]);
  t.equal(position.rows, 200, 'after those that were done before');
});
