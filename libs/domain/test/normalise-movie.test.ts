import { castRefs, type MovieFields, normaliseMovie } from '@marquee/domain';
import fc from 'fast-check';
import t from 'tap';
import { emptyContent, neo, trinity } from './builders.js';

const table: readonly [what: string, fields: Partial<MovieFields>, meant: object][] = [
  ['a title alone', { title: 'Heat' }, { title: 'Heat' }],
  ['outer blanks go, inner ones stay', { title: ' \u00a0The  Thing\t' }, { title: 'The  Thing' }],
  ['a title is not normalised otherwise', { title: 'Ame\u0301lie' }, { title: 'Ame\u0301lie' }],
  ['blank optional text is absent', { synopsis: ' ', tagline: '' }, {}],
  ['repeated genres count once', { genres: ['B', ' A', 'B ', 'A'] }, { genres: ['B', 'A'] }],
  ['genres keep their case', { tags: ['Noir', 'noir'] }, { tags: ['Noir', 'noir'] }],
  ['directors too', { directors: ['X ', 'X'] }, { directors: ['X'] }],
  ['null is absent', { genres: null, cast: null, year: null, tmdbId: null }, {}],
  ['a year alone stays', { year: 1999 }, { year: 1999 }],
  [
    'the year comes from the release date',
    { releaseDate: '1999-03-31' },
    { releaseDate: '1999-03-31', year: 1999 },
  ],
  ['language tags are canonical', { language: 'EN-latn-gb' }, { language: 'en-Latn-GB' }],
  ['what the server keeps is not looked at', { version: 5, rating: 'x', providerId: 1 }, {}],
];

t.test('valid input means', async (t) => {
  for (const [what, fields, meant] of table) {
    const content = normaliseMovie({ title: 'Untitled', ...fields }, []);
    t.strictSame(content, { ...emptyContent, ...meant }, what);
  }
});

const [a, b] = [neo, trinity];
const casts: readonly [string, NonNullable<MovieFields['cast']>, string[], object[]][] = [
  [
    'the array gives the order that is missing',
    [{}, { order: 0, character: ' Neo ' }, { order: null }],
    [a, b, b],
    [
      { actorId: a, character: null, order: 0 },
      { actorId: b, character: 'Neo', order: 0 },
      { actorId: b, character: null, order: 2 },
    ],
  ],
  [
    'one actor may play several characters, each once',
    [{ character: 'Y' }, { character: 'X' }, { character: 'Y ' }, { character: '' }, {}],
    [a, a, a, a, a],
    [
      { actorId: a, character: 'Y', order: 0 },
      { actorId: a, character: 'X', order: 1 },
      { actorId: a, character: null, order: 3 },
    ],
  ],
  [
    'equal orders go by actor, then character',
    [
      { order: 1, character: 'B' },
      { order: 1, character: 'A' },
      { order: 1, character: 'Z' },
    ],
    [b, b, a],
    [
      { actorId: a, character: 'Z', order: 1 },
      { actorId: b, character: 'A', order: 1 },
      { actorId: b, character: 'B', order: 1 },
    ],
  ],
];

t.test('a cast is put into one order', async (t) => {
  for (const [what, cast, actorIds, parts] of casts) {
    t.strictSame(normaliseMovie({ title: 'M', cast }, actorIds).cast, parts, what);
  }
});

t.test('an entry of a cast names its actor by id, else by name', async (t) => {
  const refs = castRefs([
    { actorId: neo.toUpperCase(), name: 'Somebody' },
    { name: ' Keanu Reeves ', tmdbId: 6384 },
    { name: 'Hugo Weaving', imdbId: 'nm0915989' },
  ]);
  t.strictSame(refs, [
    { actorId: neo },
    { name: 'Keanu Reeves', tmdbId: 6384, imdbId: null },
    { name: 'Hugo Weaving', tmdbId: null, imdbId: 'nm0915989' },
  ]);
  t.strictSame(castRefs(undefined), []);
});

const anyText = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '');
const anyFields = fc.record(
  {
    title: anyText,
    synopsis: fc.option(anyText),
    genres: fc.option(fc.array(anyText, { maxLength: 5 })),
    releaseDate: fc.constantFrom('1999-03-31', '2000-01-01', null),
    language: fc.constantFrom('EN', 'pt-br', null),
    cast: fc.array(
      fc.record(
        { character: fc.option(anyText), order: fc.option(fc.nat(3)) },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: ['title'] },
);

t.test('what was normalised and is sent back means the same', async (t) => {
  fc.assert(
    fc.property(anyFields, fc.array(fc.constantFrom(a, b), { minLength: 20 }), (fields, ids) => {
      const once = normaliseMovie(fields, ids);
      const { genres, tags, directors, cast, ...rest } = once;
      const lists = { genres: [...genres], tags: [...tags], directors: [...directors] };
      const again = normaliseMovie(
        { ...rest, ...lists, cast: cast.map((part) => ({ ...part })) },
        cast.map(({ actorId }) => actorId),
      );
      t.strictSame(again, once);
    }),
    { numRuns: 300 },
  );
});
