/** Values that no caller of good will sends. */
import fc from 'fast-check';

/** Any bytes but those that end a header; most are such as a header may hold. */
const anyBytes = fc
  .array(
    fc.oneof(
      { weight: 40, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
      { weight: 8, arbitrary: fc.integer({ min: 0x80, max: 0xff }) },
      { weight: 1, arbitrary: fc.constantFrom(0, 9, 0x7f) },
    ),
    { maxLength: 60 },
  )
  .map((codes) => String.fromCharCode(...codes));

/** What nearly has the form of something that is read. */
const almost = fc.constantFrom(
  ...['', ' ', '"', '""', 'W/"1"', '"1", "2"', '"1",', ',"1"', '*, "1"', '**', '"*"', "'1'"],
  ...['"-1"', '"9007199254740993"', '"1e3"', '"0x1"', 'W/*', '"\\"', `"${'k'.repeat(201)}"`],
  ...[';q=1', 'gzip;q=-1', 'gzip;q=1;q=2', 'br;;;', '*;q=0', 'identity;q=0', 'bytes=0-1'],
  ...[
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
    'Basic =',
    'Basic Og==',
  ],
  ...['wait=', 'wait=-1', 'wait=1e9', 'wait="2"', '__proto__', 'constructor', '%00', '\t', '{}'],
  ...['null', 'x'.repeat(9_000), 'x'.repeat(20_000)],
);

/** Values of headers. */
export const hostileValue = fc.oneof(
  anyBytes,
  almost,
  fc.tuple(almost, anyBytes).map(([start, end]) => start + end),
);

const percent = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`;

/** Values of query parameters, as they stand in a URL. */
export const hostileParameter = fc.oneof(
  fc.uint8Array({ maxLength: 12 }).map((bytes) => [...bytes].map(percent).join('')),
  fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%', '%f', '%zz', '1..', '..', 'a,', '|', 'a|b,c', '-1', '1e9', 'NaN', '[]', '='),
);

/** The text with one character changed, left out, put in or added, or one end cut off. */
export const damaged = (text: string): fc.Arbitrary<string> =>
  fc
    .record({
      at: fc.nat({ max: text.length - 1 }),
      other: fc.constantFrom(...'AZaz09-_."'),
      how: fc.constantFrom('change', 'leave out', 'put in', 'add', 'cut', 'behead'),
    })
    .map(({ at, other, how }) => {
      const [start, end] = [text.slice(0, at), text.slice(at + 1)];
      if (how === 'add') return text + other;
      if (how === 'cut') return start;
      if (how === 'behead') return end;
      if (how === 'leave out') return start + end;
      return start + other + (how === 'change' ? end : text.slice(at));
    })
    .filter((changed) => changed !== text);
