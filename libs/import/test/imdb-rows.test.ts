import t from 'tap';
import { nameOf, outcomesOf, planFile } from './formats.js';

const header =
  'tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres\n';

const titles: Record<string, readonly [line: string, outcome: unknown]> = {
  'a film': [
    'tt9000001\tmovie\tThe Grey River\tLe Fleuve Gris\t0\t1962\t\\N\t94\tDrama,Western',
    {
      ...{ id: String, imdbId: 'tt9000001', title: 'The Grey River', year: 1962 },
      ...{ originalTitle: 'Le Fleuve Gris', runtimeMinutes: 94, genres: ['Drama', 'Western'] },
    },
  ],
  'what is absent': [
    'tt9000002\ttvMovie\t300\t300\t1\t\\N\t\\N\t\\N\t\\N',
    { imdbId: 'tt9000002', title: '300', originalTitle: '300', genres: [] },
  ],
  'a quotation mark is a character': [
    'tt9000003\tmovie\t"Quoted" "\t"\t0\t2001\t\\N\t0\tDrama',
    { title: '"Quoted" "', originalTitle: '"', year: 2001, genres: ['Drama'] },
  ],
  'a short film is none of those': ['tt9000004\tshort\tA\tA\t0\t2001\t\\N\t5\tDrama', 'skip'],
  'an episode is none of those': ['tt9000005\ttvEpisode\tA\tA\t0\t2001\t\\N\t5\tDrama', 'skip'],
  'a row that is cut off': ['tt9000006\tmovie\tA', 'wrong-number-of-fields'],
};

for (const [name, [line, outcome]] of Object.entries(titles)) {
  t.test(`title.basics: ${name}`, async (t) => {
    for (const end of ['\n', '\r\n', '']) {
      const file = await planFile(`${header.replace('\n', end || '\n')}${line}${end}`);
      t.equal(nameOf(file), 'imdb');
      t.match(outcomesOf(file), [outcome]);
      t.equal(file.rows.length, 1);
    }
  });
}

t.test(
  'which types are movies can be said, and what becomes of those that are there',
  async (t) => {
    const text = `${header}tt9000004\tshort\tA\tA\t0\t2001\t\\N\t5\tDrama\ntt9000001\tmovie\tB\tB\t0\t2001\t\\N\t5\t\\N\n`;
    const shorts = await planFile(text, { titleTypes: new Set(['short']), existing: 'upsert' });
    t.match(shorts.rows, [
      { plan: { mode: 'upsert', movie: { title: 'A' } } },
      { plan: { kind: 'skip' } },
    ]);
    t.match((await planFile(text)).rows[1], { plan: { mode: 'createOnly' } });
  },
);

const others: Record<string, readonly [header: string, message: RegExp]> = {
  'title.ratings': ['tconst\taverageRating\tnumVotes', /only averages/],
  'title.principals': ['tconst\tordering\tnconst\tcategory\tjob\tcharacters', /by numbers alone/],
  'name.basics': ['nconst\tprimaryName\tbirthYear\tdeathYear', /has people/],
  'title.crew': ['tconst\tdirectors\twriters', /directors by numbers/],
  'title.akas': ['titleId\tordering\ttitle\tregion\tisOriginalTitle', /other languages/],
  'title.episode': ['tconst\tparentTconst\tseasonNumber', /episodes/],
};

for (const [name, [head, message]] of Object.entries(others)) {
  t.test(`${name} is refused with a reason`, async (t) => {
    await t.rejects(planFile(`${head}\nx\ty\tz\n`), { name: 'UnusableFile', message });
  });
}

t.test('what is said to be of IMDb has its columns', async (t) => {
  await t.rejects(planFile('title\tyear\nA\t1\n', { format: 'imdb' }), /has the columns tconst/);
});
