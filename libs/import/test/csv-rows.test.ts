import t from 'tap';
import { UnusableFile } from '../src/read/row-reader.js';
import { formatContext, nameOf, outcomesOf, planFile } from './formats.js';

const columns = (mapping: Record<string, string>) => new Map(Object.entries(mapping));
const id = /^[0-9a-f-]{36}$/;

const tables: Record<
  string,
  readonly [text: string, options: Parameters<typeof planFile>[1], movies: readonly unknown[]]
> = {
  'columns are known by their names, in any order': [
    'Year,Name,Genre,Director,Actors,Runtime,IMDb ID,Rank\n1999,The Harbour,"Drama, Noir",Ada Arden,Bo Berg|Cy Cole,94.0,123456,1\n',
    {},
    [
      {
        ...{
          year: 1999,
          title: 'The Harbour',
          genres: ['Drama', 'Noir'],
          directors: ['Ada Arden'],
        },
        ...{ cast: [{ name: 'Bo Berg' }, { name: 'Cy Cole' }], runtimeMinutes: 94 },
        imdbId: 'tt0123456',
      },
    ],
  ],
  'a mapping says what names do not': [
    'Film;Jahr;Besetzung;id\nDie Mühle;1951;"Arden, Ada/Berg, Bo";17\n',
    {
      columns: columns({ title: 'Film', year: 'Jahr', cast: 'Besetzung' }),
      listSeparator: '/',
    },
    [{ title: 'Die Mühle', year: 1951, cast: [{ name: 'Arden, Ada' }, { name: 'Berg, Bo' }], id }],
  ],
  'quoted fields hold delimiters, quotation marks and newlines': [
    'title,synopsis\r\n"He said ""no"", twice","One\r\nTwo"\r\n',
    {},
    [{ title: 'He said "no", twice', synopsis: 'One\r\nTwo', id }],
  ],
  'empty fields and \\N are absent': [
    'title\tyear\tgenres\ttagline\nA\t\\N\t\t\n',
    {},
    [{ title: 'A', id }],
  ],
  'what is no number is left for the validation to name': [
    'title,year\nA,soon\n',
    {},
    [{ title: 'A', year: 'soon', id }],
  ],
  'numeric titles are text': [
    'title\n300\n1984\n',
    {},
    [
      { title: '300', id },
      { title: '1984', id },
    ],
  ],
  'a row without a title is refused': ['title,year\n,1999\n', {}, ['required']],
  'rows have as many fields as the header, but for empty ones at the end': [
    'title,year\nA\nB,1999,x\nC,1999,,\nD,',
    {},
    [
      ...['wrong-number-of-fields', 'wrong-number-of-fields'],
      ...[
        { title: 'C', year: 1999, id },
        { title: 'D', id },
      ],
    ],
  ],
  'without quotes a quotation mark is a character': [
    'title\tyear\n"A\t1999\n"B"\t2000\n',
    { quotes: false },
    [
      { title: '"A', year: 1999, id },
      { title: '"B"', year: 2000, id },
    ],
  ],
  'one column will do': ['Movie\nA\n', {}, [{ title: 'A', id }]],
};

for (const [name, [text, options, movies]] of Object.entries(tables)) {
  t.test(`tables: ${name}`, async (t) => {
    for (const pieceBytes of [1, 5, text.length])
      t.match(outcomesOf(await planFile(text, { ...options, pieceBytes })), movies);
  });
}

const unusable: Record<string, readonly [text: string | Buffer, options: object, message: RegExp]> =
  {
    'no column is the title': ['Werk;Jahr\nA;1\n', {}, /^file: .*--map title=….*"Werk", "Jahr"/],
    'a mapped column is not there': [
      'Film,Jahr\nA,1\n',
      { columns: columns({ title: 'Titel' }) },
      /no column "Titel".*"Film", "Jahr"/,
    ],
    'the header is not UTF-8': [
      Buffer.from('Título,Año\n', 'latin1'),
      { format: 'csv' },
      /header is not valid UTF-8/,
    ],
  };

for (const [name, [text, options, message]] of Object.entries(unusable)) {
  t.test(`tables cannot be used: ${name}`, async (t) => {
    await t.rejects(planFile(text, options), { name: UnusableFile.name, message });
  });
}

t.test(
  'rows that name their movie replace it; others have ids by all of their fields',
  async (t) => {
    const modes = (file: Awaited<ReturnType<typeof planFile>>) =>
      file.rows.map(({ plan }) => plan.kind === 'movie' && plan.mode);
    const text = 'title,tmdb,note\nA,1,x\nB,,x\nB,,x\n';
    const file = await planFile(text);
    t.same(modes(file), ['upsert', 'createOnly', 'createOnly']);
    t.same(modes(await planFile(text, { existing: 'createOnly' })), Array(3).fill('createOnly'));
    const [, b, c] = outcomesOf(file) as { id: string }[];
    t.not(b?.id, c?.id, 'exact copies are different movies');
    const mapped = await planFile(text, { columns: columns({ tagline: 'note' }) });
    t.match(outcomesOf(mapped)[1], { id: b?.id, tagline: 'x' }, 'whatever is read of them');
  },
);

t.test('the user is told which column is what', async (t) => {
  const { formats } = await planFile('Name,year,Rank\nA,1,2\n');
  t.same([...formats][0]?.note, 'title from "Name", year; not read: Rank');
});

t.test('a broken quotation costs its own line', async (t) => {
  const cases: Record<string, readonly unknown[]> = {
    'title,year\n5" Floppy,1990\nB,1\n': [{ title: '5" Floppy', year: 1990 }, { title: 'B' }],
    'title,year\n"A" cut,1990\nB,1\n': ['misplaced-quote', { title: 'B' }],
    'title,year\n"A,1990\nB,1\nC,2': ['unclosed-quote', { title: 'B' }, { title: 'C' }],
    'title,year\n"A,1990\n"B",1\nC,2': ['unclosed-quote', { title: 'B' }, { title: 'C' }],
    'title,year\n"A""": "B",1\n': ['misplaced-quote'],
    'title,year\n"A\n"B\n"C\n': ['unclosed-quote', 'unclosed-quote', 'unclosed-quote'],
  };
  for (const [text, expected] of Object.entries(cases))
    for (const pieceBytes of [1, 4, text.length]) {
      const file = await planFile(text, { format: 'csv', pieceBytes });
      t.match(outcomesOf(file), expected, JSON.stringify(text));
      t.equal(file.rows.length, expected.length);
    }
});

t.test('rows know their line, and bad UTF-8 is refused', async (t) => {
  const text = Buffer.concat([
    Buffer.from('\ufefftitle,tagline\r\n\r\nA,"1\n2"\r\nB,'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('\r\n \r\nC,Ä\r\n'),
  ]);
  for (const pieceBytes of [1, 3, 1_000]) {
    const file = await planFile(text, { pieceBytes });
    t.match(outcomesOf(file), [
      { title: 'A', tagline: '1\n2' },
      'invalid-utf8',
      { title: 'C', tagline: 'Ä' },
    ]);
    t.same(
      file.rows.map(({ row, line }) => [row, line]),
      [
        [1, 3],
        [2, 5],
        [3, 7],
      ],
    );
  }
});

t.test('a row that is too long is refused, and the next one is read', async (t) => {
  const long = 'x'.repeat(3 * 1_048_576);
  for (const [text, codes] of [
    [`title,year\n${long},1\nB,2\n`, ['too-long']],
    [`title,year\n"${long}",1\nB,2\n`, ['too-long']],
    [`title,year\n"A\n${long},1\nB,2\n`, ['unclosed-quote', 'too-long']],
  ] as const) {
    const file = await planFile(text);
    t.match(outcomesOf(file), [...codes, { title: 'B', year: 2 }]);
  }
  const plain = await planFile(`title\tyear\n${long}\t1\nB\t2\n`, { quotes: false });
  t.match(outcomesOf(plain), ['too-long', { title: 'B', year: 2 }]);
});

t.test('what is told by its header, and what is not', async (t) => {
  const names: Record<string, string> = {
    'title,year\n': 'csv',
    'title\tyear\n': 'tsv',
    '{"title":"A"}\n': 'json',
    '[]': 'json',
    '': 'json',
    'nonsense\n': 'json',
    'le":"cut","year":1}\n{"title":"A","year":1}\n': 'json',
    'movieId,title,genres\n': 'movielens movies',
    'userId,movieId,rating,timestamp\n': 'movielens ratings',
  };
  for (const [text, name] of Object.entries(names)) {
    const file = await planFile(`${text}x,y,z\n`.replace(/^x.*/, ''), {
      context: formatContext(),
    });
    t.equal(nameOf(file) || 'json', name, JSON.stringify(text));
  }
});

t.test('UTF-16 is refused, with a mark and without', async (t) => {
  const text = 'title,year\nA,1\n';
  for (const bytes of [
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
    Buffer.from('\ufeff[{"title":"A"}]', 'utf16le').swap16(),
  ])
    await t.rejects(planFile(bytes), { message: /UTF-16: save it as UTF-8/ });
});
