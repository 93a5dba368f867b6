/** Files of every format through the command line, with all that is wrong in real ones. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { catalogue, marquee } from './marquee.js';

const lines = (...parts: readonly (string | Buffer)[]) =>
  Buffer.concat(parts.flatMap((part) => [Buffer.from(part as string), Buffer.from('\r\n')]));
const bad = (before: string, after: string) =>
  Buffer.concat([Buffer.from(before), Buffer.from([0xe9, 0xff]), Buffer.from(after)]);
const long = 'x'.repeat(400);

interface Hostile {
  readonly file: string;
  readonly content: Buffer;
  readonly args?: readonly string[];
  /** Titles of the movies, in order. */
  readonly titles: readonly string[];
  readonly refused: readonly object[];
}

const title = { pointer: '/title', column: 'title' };
const wrongCount = { code: 'wrong-number-of-fields' };

const hostile: Record<string, Hostile> = {
  csv: {
    file: 'movies.csv',
    content: lines(
      '\ufefftitle,year,cast,tmdbId',
      '300,2006,],1',
      '1984,1956,,2',
      '\u00a0Blank\u00a0,1999,"A\u00a0B|]",3',
      '<i>Markup</i>,2001,,4',
      `${long},2002,,5`,
      'Twin,2003,,',
      'Twin,2003,,',
      '"Quoted, ""twice""\nand broken",2004,,8',
      bad('Ba', 'd,2005,,9'),
      '"Open,2006,,10',
      'Soon,early,,none',
      ',2007,,12',
      `${long}${long},2008,,13`,
      'Bell\u0007,2009,,14',
      'Cut,20',
    ).subarray(0, -2),
    titles: [
      ...['1984', '300', '<i>Markup</i>', 'Blank', 'Quoted, "twice"\nand broken'],
      ...['Twin', 'Twin', long],
    ],
    refused: [
      { row: 9, line: 11, reasons: [{ code: 'invalid-utf8' }], base64: String },
      { row: 10, line: 12, reasons: [{ code: 'unclosed-quote' }], text: '"Open,2006,,10' },
      {
        ...{ row: 11, line: 13, value: { title: 'Soon', year: 'early', tmdbId: 'none' } },
        reasons: [
          { pointer: '/year', column: 'year', code: 'wrong-type' },
          { pointer: '/tmdbId', column: 'tmdbId' },
        ],
      },
      { row: 12, line: 14, reasons: [{ ...title, code: 'required' }] },
      { row: 13, line: 15, reasons: [{ ...title, code: 'too-long' }] },
      { row: 14, line: 16, reasons: [{ ...title, code: 'forbidden-character' }] },
      { row: 15, line: 17, reasons: [wrongCount], value: { title: 'Cut', year: '20' } },
    ],
  },
  imdb: {
    file: 'title.basics.tsv',
    content: lines(
      '\ufefftconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntimeMinutes\tgenres',
      'tt1\tmovie\t300\t300\t0\t2006\t\\N\t117\tAction,Drama',
      'tt2\ttvMovie\t"Quoted\tA "quote\t0\t\\N\t\\N\t\\N\t\\N',
      'tt3\tmovie\t\u00a0Blank\u00a0\t<i>B</i>\t0\t1999\t\\N\t0\tDrama',
      'tt4\ttvEpisode\tSkipped\tSkipped\t0\t2001\t\\N\t20\tDrama',
      'tt1\tmovie\t300\t300\t0\t2006\t\\N\t117\tAction,Drama',
      `tt5\tmovie\t${long}\t${long}\t1\t2002\t\\N\t90\tDrama`,
      bad('tt6\tmovie\tBa', 'd\tBad\t0\t2001\t\\N\t90\tDrama'),
      'tt7\tmovie\tSoon\tSoon\t0\tearly\t\\N\t90\tDrama',
      'x8\tmovie\tWrong id\tWrong id\t0\t2001\t\\N\t90\tDrama',
      'tt9\tmovie\tCu',
    ).subarray(0, -2),
    titles: ['"Quoted', '300', 'Blank', long],
    refused: [
      { row: 7, line: 8, reasons: [{ code: 'invalid-utf8' }] },
      {
        row: 8,
        line: 9,
        reasons: [{ pointer: '/year', column: 'startYear' }],
        value: { tconst: 'tt7' },
      },
      { row: 9, line: 10, reasons: [{ pointer: '/imdbId', column: 'tconst' }] },
      { row: 10, line: 11, reasons: [wrongCount] },
    ],
  },
  tmdb: {
    file: 'movies.ndjson',
    content: lines(
      '\ufeff{"id":1,"title":300,"original_title":"300","adult":false}',
      '{"id":2,"title":"1984","original_title":"","runtime":0,"release_date":""}',
      '{"id":3,"title":"\u00a0Blank\u00a0","original_title":"B","credits":{"cast":[{"id":9,"name":"]"}]}}',
      `{"id":4,"title":"<i>Markup</i>","original_title":"${long}"}`,
      '{"id":4,"title":"<i>Markup</i>","original_title":"Again"}',
      bad('{"id":5,"title":"Ba', 'd","original_title":"B"}'),
      '{"id":6,"title":"Soon","original_title":"Soon","release_date":"early"}',
      '{"id":"seven","title":"Id","original_title":"Id"}',
      '{"id":8,"title":"","original_title":""}',
      '{"id":9,"original_title":"Export line","popularity":1.0,"video":false,"adult":false}',
      '[1]',
      '{"id":10,"title":"Cu',
    ),
    titles: ['1984', '300', '<i>Markup</i>', 'Blank', 'Export line'],
    refused: [
      { row: 6, line: 6, reasons: [{ code: 'invalid-utf8' }] },
      { row: 7, line: 7, reasons: [{ pointer: '/releaseDate' }], value: { release_date: 'early' } },
      { row: 8, line: 8, reasons: [{ pointer: '/tmdbId' }] },
      { row: 9, line: 9, reasons: [{ pointer: '/title', code: 'required' }] },
      { row: 11, line: 11, reasons: [{ code: 'not-an-object' }] },
      { row: 12, line: 12, reasons: [{ code: 'invalid-json' }] },
    ],
  },
  movielens: {
    file: 'movies.csv',
    content: lines(
      '\ufeffmovieId,title,genres',
      '1,"Grey River, The (1962)",Drama|Western',
      '2,300 (2006),(no genres listed)',
      '3,1984,Drama',
      '4,<i>Markup</i>\u00a0(2001),Drama',
      '4,<i>Markup</i>\u00a0(2001),Drama',
      `5,${long} (2002),Drama`,
      '6,"Open (1999),Drama',
      bad('7,Ba', 'd (1999),Drama'),
      'eight,Number (1999),Drama',
      '9,Future (9999),Drama',
      '10,,Drama',
      '11,Cu',
    ).subarray(0, -2),
    titles: ['1984', '300', '<i>Markup</i>', 'The Grey River', long],
    refused: [
      { row: 7, line: 8, reasons: [{ code: 'unclosed-quote' }] },
      { row: 8, line: 9, reasons: [{ code: 'invalid-utf8' }] },
      { row: 9, line: 10, reasons: [{ column: 'movieId' }] },
      { row: 10, line: 11, reasons: [{ pointer: '/year', column: 'title' }] },
      { row: 11, line: 12, reasons: [{ ...title, code: 'required' }] },
      { row: 12, line: 13, reasons: [wrongCount] },
    ],
  },
};

const refusedOf = (file: string) =>
  readFileSync(`${file}.refused.ndjson`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

for (const [name, { file, content, titles, refused, args = [] }] of Object.entries(hostile)) {
  t.test(
    `${name}: every row is accepted or refused with reasons, and a second run changes nothing`,
    async (t) => {
      const dir = t.testdir({ [file]: content, [`${file}.gz`]: gzipSync(content) });
      const env = { DATA_DIR: `${dir}/data` };
      const first = await marquee(['import', ...args, `${dir}/${file}`], { env });
      t.match(first, { code: 1, stdout: `refused ${refused.length}` });
      const seen = refusedOf(`${dir}/${file}`);
      t.match(seen, refused);
      t.equal(seen.length, refused.length);
      t.same(
        (await catalogue(env.DATA_DIR)).movies.map((movie) => movie.title).sort(),
        [...titles].sort(),
      );
      const second = await marquee(['import', ...args, `${dir}/${file}.gz`], { env });
      t.match(second.stdout, /accepted 0, replaced (0|2), unchanged \d/);
      t.equal((await catalogue(env.DATA_DIR)).total, titles.length);
    },
  );
}

t.test('what cannot be read at all is said before anything is stored', async (t) => {
  const dir = t.testdir({
    'good.ndjson': '{"title":"Good"}\n',
    'title.ratings.tsv': 'tconst\taverageRating\tnumVotes\ntt1\t5.5\t9\n',
    'wide.csv': Buffer.from('\ufefftitle\nA\n', 'utf16le'),
    'links.csv': 'movieId,imdbId,tmdbId\n1,2,3\n',
    'works.csv': 'Werk;Jahr\nA;1\n',
  });
  const env = { DATA_DIR: `${dir}/data` };
  const run = (...args: readonly string[]) =>
    marquee(['import', ...args.map((arg) => (arg.includes('.') ? `${dir}/${arg}` : arg))], { env });
  t.match(await run('good.ndjson', 'title.ratings.tsv', 'wide.csv', 'works.csv'), {
    code: 2,
    stderr:
      /title\.ratings\.tsv: .*averages(.|\n)*wide\.csv: .*UTF-16(.|\n)*works\.csv: .*--map title=/,
  });
  t.match(await run('links.csv'), { code: 2, stderr: /give one of these/ });
  t.match(await run('--map', 'name=Werk,title', 'works.csv'), {
    code: 2,
    stderr: /"title" is not of the form(.|\n)*no "name"/,
  });
  t.match(await run('--map', 'title=Werk,year=Jahr', 'works.csv', 'good.ndjson'), {
    code: 1,
    stdout: /accepted 1,.*refused 1/,
  });
});

t.test('a table comes from standard input, with a mapping in a file', async (t) => {
  const dir = t.testdir({ 'map.json': '{"title":"Name, full","tags":"Words"}' });
  const env = { DATA_DIR: `${dir}/data` };
  const stdin = '"Name, full"\tWords\nThe Grey River\tslow; grey\n';
  const run = await marquee(['import', '--map-file', `${dir}/map.json`, '-'], { env, stdin });
  t.match(run, { code: 0, stdout: /accepted 1/ });
  t.match((await catalogue(env.DATA_DIR)).movies, [{ title: 'The Grey River' }]);
});

t.test('the help names every format', async (t) => {
  const { stdout } = await marquee(['import', '--help']);
  for (const name of ['movies', 'wikipedia', 'tmdb', 'csv', 'tsv', 'imdb', 'movielens'])
    t.match(stdout, name);
});
