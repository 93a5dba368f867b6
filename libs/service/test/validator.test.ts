import { ActorInput, MovieInput, SubscriptionPatch, text, UserPatch } from '@marquee/contracts';
import { t } from 'tap';
import { Type } from 'typebox';
import { bodyValidator, parameterValidator } from '../src/index.js';

const movie = bodyValidator(MovieInput);
const actor = bodyValidator(ActorInput);
const named = (field: object) => movie({ title: 'The Matrix', ...field });
const placesOf = (faults: readonly { pointer?: string; code: string }[]) =>
  faults.map(({ pointer, code }) => `${pointer} ${code}`);

t.test('what the contract allows has no faults', async (t) => {
  t.same(movie({ title: 'The Matrix' }), []);
  t.same(
    named({
      id: '0190A5B4-7b1c-7000-8000-000000000001',
      synopsis: 'Line one\nline two\tand a tab',
      releaseDate: '2024-02-29',
      year: 2024,
      genres: ['Sci-fi'],
      language: 'pt-BR',
      posterUrl: 'https://img.example/p.jpg',
      tmdbId: 603,
      imdbId: 'tt0133093',
      cast: [{ name: 'Keanu Reeves', character: null }],
      tagline: null,
    }),
    [],
  );
});

t.test('an e-mail address has a form, as far as a form can tell', async (t) => {
  const user = bodyValidator(UserPatch);
  const right = ['a@b', ' Ada@Example.com\n', 'o’b+tag@bücher.example', '"x"@[192.0.2.1]', '%@x.y'];
  for (const email of right) t.same(user({ email }), [], email);
  const wrong = [
    '',
    '@',
    'a@',
    '@b',
    'a b@c',
    'a@b c',
    'a@b@c',
    'a@.b',
    'a@b.',
    'a@b..c',
    'a\u0085@b',
  ];
  for (const email of wrong) t.match(user({ email }), [{ pointer: '/email' }], email);
  const long = `a@${'b'.repeat(252)}`;
  t.same(user({ email: long }), []);
  t.match(user({ email: `a@${'ß'.repeat(130)}` }), [{ code: 'not-an-email' }], 'ß becomes ss');
});

t.test('the end of a subscription is not before its start', async (t) => {
  const dates = bodyValidator(SubscriptionPatch);
  const [startDate, endDate] = ['2026-02-01', '2026-01-31'];
  t.same(placesOf(dates({ startDate, endDate })), ['/endDate disagrees']);
  for (const right of [{ startDate: endDate, endDate: startDate }, { endDate }, { startDate }]) {
    t.same(dates(right), []);
  }
  t.same(placesOf(dates({ startDate, endDate: null })), []);
  t.same(placesOf(dates({ startDate: '2026-02-30', endDate })), ['/startDate not-a-date']);
});

t.test('each kind of fault has a code', async (t) => {
  const wrong: readonly (readonly [field: object, fault: string])[] = [
    [{ title: undefined }, '/title required'],
    [{ title: null }, '/title wrong-type'],
    [{ title: 7 }, '/title wrong-type'],
    [{ title: '' }, '/title too-short'],
    [{ title: ' \t\n ' }, '/title too-short'],
    [{ title: 'x'.repeat(501) }, '/title too-long'],
    [{ titel: 'x' }, '/titel unknown'],
    [{ 'a/b~c': 1 }, '/a~1b~0c unknown'],
    [{ year: 1869 }, '/year too-small'],
    [{ year: 2201 }, '/year too-large'],
    [{ year: 1999.5 }, '/year wrong-type'],
    [{ year: '1999' }, '/year wrong-type'],
    [{ tmdbId: 2 ** 53 }, '/tmdbId too-large'],
    [{ tmdbId: Number.POSITIVE_INFINITY }, '/tmdbId too-large'],
    [{ imdbId: 'nm0000206' }, '/imdbId wrong-form'],
    [{ imdbId: 'tt1\n' }, '/imdbId wrong-form'],
    [{ genres: Array(21).fill('Drama') }, '/genres too-many'],
    [{ genres: ['a,b'] }, '/genres/0 wrong-form'],
    [{ genres: ['ok', 'a|b'] }, '/genres/1 wrong-form'],
    [{ genres: 'Drama' }, '/genres wrong-type'],
    [{ cast: [{ character: 'Neo' }] }, '/cast/0 required'],
    [{ cast: [{ name: 'K', charakter: 'Neo' }] }, '/cast/0/charakter unknown'],
    [{ releaseDate: '1999-03-31', year: 2000 }, '/year disagrees'],
  ];
  for (const [field, fault] of wrong) {
    t.same(placesOf(named(field)), [fault], JSON.stringify(field));
  }
  t.same(placesOf(movie([])), [' wrong-type']);
  t.same(placesOf(movie(null)), [' wrong-type']);
});

t.test('an enumeration names what it allows, and a wrong type is one fault', async (t) => {
  const [fault] = actor({ name: 'A', gender: 'male ' });
  t.match(fault, { pointer: '/gender', code: 'not-allowed', detail: /female, male, .*, null\.$/ });
  t.same(placesOf(actor({ name: 'A', gender: 5 })), ['/gender wrong-type']);
});

t.test('texts name the limit that was passed', async (t) => {
  t.match(named({ title: 'x'.repeat(501) }), [{ detail: /at most 500 characters/ }]);
  t.match(named({ title: '' }), [{ detail: /at least 1 character / }]);
  t.match(named({ year: 1 }), [{ detail: /at least 1870/ }]);
  t.match(named({ year: 'x' }), [{ detail: /integer or null/ }]);
});

t.test('lengths are counted in UTF-16 units, without outer blanks', async (t) => {
  t.same(named({ title: '😀'.repeat(250) }), []);
  t.same(placesOf(named({ title: '😀'.repeat(251) })), ['/title too-long']);
  t.same(named({ title: `  ${'x'.repeat(500)}\n` }), []);
});

t.test('characters that no text may hold are refused', async (t) => {
  for (const character of ['\0', '\r', '\u001b', '\u007f', '\u0085', '\ud800', '\udc00a']) {
    const faults = named({ synopsis: `a${character}b` });
    t.same(placesOf(faults), ['/synopsis forbidden-character'], JSON.stringify(character));
  }
  t.same(named({ synopsis: '\u00a0\u200d👩‍👩‍👧 \u{10ffff}' }), []);
});

t.test('all faults are reported at once, each at its place', async (t) => {
  const faults = movie({
    year: 1,
    genres: ['ok', '', 5],
    cast: [{ name: 'a' }, { name: 'b\0', order: -1 }],
    unknown: true,
  });
  t.same(placesOf(faults).sort(), [
    '/cast/1/name forbidden-character',
    '/cast/1/order too-small',
    '/genres/1 too-short',
    '/genres/2 wrong-type',
    '/title required',
    '/unknown unknown',
    '/year too-small',
  ]);
});

t.test('at most a hundred faults are told', async (t) => {
  t.equal(named({ cast: Array(1_000).fill({}) }).length, 100);
});

t.test('pointers of a part begin where the part stands', async (t) => {
  t.same(placesOf(movie({}, '/movies/3')), ['/movies/3/title required']);
});

t.test('keys that JavaScript gives a meaning are unknown fields', async (t) => {
  const value = JSON.parse('{"title":"x","__proto__":{"year":1},"constructor":1,"toString":2}');
  t.same(placesOf(movie(value)).sort(), [
    '/__proto__ unknown',
    '/constructor unknown',
    '/toString unknown',
  ]);
});

t.test('formats', async (t) => {
  const valid = (format: string, value: string) =>
    bodyValidator(Type.String({ format }))(value).length === 0;
  const cases: Record<string, readonly [good: readonly string[], bad: readonly string[]]> = {
    date: [
      ['2024-02-29', '0001-01-01', '9999-12-31'],
      ['2023-02-29', '2023-02-30', '2023-13-01', '0000-01-01', '2023-1-1', '2023-01-01T00', ''],
    ],
    'date-time': [
      ['2026-01-31T09:30:00.000Z', '2026-01-31T09:30:00Z'],
      ['2026-01-31', '2026-02-30T00:00:00Z', '2026-01-31T24:00:00Z', '2026-01-31T09:30:00+01:00'],
    ],
    uuid: [
      ['0190a5b4-7b1c-7000-8000-000000000001', '0190A5B4-7B1C-7000-8000-000000000001'],
      ['0190a5b4', '{0190a5b4-7b1c-7000-8000-000000000001}', '0190a5b47b1c70008000000000000001'],
    ],
    'https-url': [
      ['https://a.example/x?y#z', 'HTTPS://a.example', 'https://ä.example/é'],
      ['http://a.example', 'https://', 'https://a b', 'javascript:alert(1)', 'https://a\0b', '//a'],
    ],
    'language-tag': [
      ['en', 'pt-BR', 'zh-Hant-TW', 'de-CH-1996'],
      ['', 'english!', 'e', 'en_US', `en-x${'-abcdefgh'.repeat(4)}`],
    ],
  };
  for (const [format, [good, bad]] of Object.entries(cases)) {
    for (const value of good) t.ok(valid(format, value), `${format} ${value}`);
    for (const value of bad) t.notOk(valid(format, value), `${format} ${value}`);
  }
});

const Query = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    minRating: Type.Optional(Type.Number()),
    dryRun: Type.Optional(Type.Boolean()),
    genre: Type.Optional(text(1, 100)),
  },
  { additionalProperties: false },
);
const query = parameterValidator(Query);

t.test('parameters become what the schema says', async (t) => {
  const value = { limit: '5', minRating: '3.5', dryRun: 'true', genre: '5' };
  t.same(query(value), []);
  t.strictSame(value, { limit: 5, minRating: 3.5, dryRun: true, genre: '5' });
});

t.test('defaults are filled in', async (t) => {
  const value: { limit?: number } = {};
  t.same(query(value), []);
  t.equal(value.limit, 20);
});

t.test('numbers and truth values have one plain form', async (t) => {
  for (const limit of ['1e1', ' 5', '5 ', '0x10', '', '05', '+5', '5.0', '٥', 'null', 'Infinity']) {
    t.match(query({ limit }), [{ parameter: 'limit', code: 'wrong-type' }], `limit=${limit}`);
  }
  for (const minRating of ['1e1', '.5', '5.', '', 'NaN', '1,5']) {
    t.match(query({ minRating }), [{ parameter: 'minRating', code: 'wrong-type' }], minRating);
  }
  for (const dryRun of ['', '1', 'TRUE', 'yes', 'null']) {
    t.match(query({ dryRun }), [{ parameter: 'dryRun', code: 'wrong-type' }], dryRun);
  }
  t.match(query({ limit: '99999999999999999999' }), [{ code: 'too-large' }]);
  t.match(query({ limit: '-1' }), [{ code: 'too-small' }]);
});

t.test('a parameter given twice is a fault, whatever its type', async (t) => {
  const faults = query({ limit: ['1', '1'], genre: ['a', 'b'] });
  t.match(faults, [
    { parameter: 'limit', code: 'repeated' },
    { parameter: 'genre', code: 'repeated' },
  ]);
});

t.test('unknown parameters are named as they were written', async (t) => {
  t.match(query({ 'a/b~': '1', __proto: 'x' }), [
    { parameter: 'a/b~', code: 'unknown' },
    { parameter: '__proto', code: 'unknown' },
  ]);
});

t.test(
  'text that is kept verbatim is measured with its blanks, and is not blanks alone',
  async (t) => {
    const said = bodyValidator(Type.Object({ text: text(1, 5, { 'x-verbatim': true }) }));
    for (const good of [' abc ', '\n\ta', '😀😀']) t.same(said({ text: good }), [], good);
    t.same(placesOf(said({ text: ' abcd ' })), ['/text too-long']);
    t.same(placesOf(said({ text: ' \t\n ' })), ['/text too-short']);
  },
);
