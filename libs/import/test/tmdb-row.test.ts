import t from 'tap';
import { movieOfTmdbRow } from '../src/formats/tmdb-row.js';
import { nameOf, outcomesOf, planFile } from './formats.js';

const whole = {
  ...{ adult: false, backdrop_path: '/b.jpg', belongs_to_collection: null, budget: 1 },
  ...{
    genres: [
      { id: 18, name: 'Drama' },
      { id: 37, name: 'Western' },
    ],
    homepage: '',
    id: 900001,
  },
  ...{ imdb_id: 'tt9000001', original_language: 'fr', original_title: 'Le Fleuve Gris' },
  ...{
    overview: 'A ferry.',
    popularity: 1.5,
    poster_path: '/p0ster.jpg',
    release_date: '1962-04-05',
  },
  ...{
    runtime: 94,
    status: 'Released',
    tagline: 'Cross it.',
    title: 'The Grey River',
    video: false,
  },
  credits: {
    cast: [
      { id: 7, name: 'Ada Arden', character: 'Ferrywoman', order: 0, gender: 1, credit_id: 'x' },
      { id: 8, name: 'Bo Berg', character: '', order: 1 },
    ],
    crew: [
      { id: 9, name: 'Cy Cole', job: 'Director' },
      { id: 9, name: 'Cy Cole', job: 'Writer' },
      { id: 10, name: 'Di Dahl', job: 'Director' },
    ],
  },
};

const rows: Record<string, readonly [row: object, movie: object]> = {
  'a whole row with credits': [
    whole,
    {
      ...{ title: 'The Grey River', originalTitle: 'Le Fleuve Gris', synopsis: 'A ferry.' },
      ...{ tagline: 'Cross it.', releaseDate: '1962-04-05', runtimeMinutes: 94, language: 'fr' },
      posterUrl: 'https://image.tmdb.org/t/p/w500/p0ster.jpg',
      ...{ imdbId: 'tt9000001', tmdbId: 900001, genres: ['Drama', 'Western'] },
      directors: ['Cy Cole', 'Di Dahl'],
      cast: [
        { name: 'Ada Arden', tmdbId: 7, character: 'Ferrywoman', order: 0 },
        { name: 'Bo Berg', tmdbId: 8, order: 1 },
      ],
    },
  ],
  'empty texts, no runtime and nothing at all are absent': [
    {
      ...{ id: 1, title: 'A', original_title: '', overview: '', tagline: null, release_date: '' },
      ...{ runtime: 0, imdb_id: '', poster_path: null, genres: [] },
    },
    { title: 'A', tmdbId: 1, genres: [], directors: [], cast: [] },
  ],
  'numeric titles are text': [
    { id: 1, title: 300, original_title: 1984 },
    { title: '300', originalTitle: '1984', tmdbId: 1, genres: [], directors: [], cast: [] },
  ],
  'genres of a search are numbers': [
    { id: 1, title: 'A', original_title: 'A', genre_ids: [878, 12, 4] },
    {
      ...{ title: 'A', originalTitle: 'A', tmdbId: 1, directors: [], cast: [] },
      genres: ['Science Fiction', 'Adventure'],
    },
  ],
  'strange people are people; those without a name are not': [
    {
      ...{ id: 1, title: 'A', original_title: 'A' },
      credits: {
        cast: [
          ...[
            { id: 1, name: ']', character: `${'x'.repeat(199)}😀`, order: -1 },
            { id: 2, name: '' },
          ],
          ...[null, 5, { id: 'y', name: ' \u00a0B\u00a0 ' }],
        ],
        crew: 'none',
      },
    },
    {
      ...{ title: 'A', originalTitle: 'A', tmdbId: 1, genres: [], directors: [] },
      cast: [{ name: ']', tmdbId: 1, character: 'x'.repeat(199) }, { name: 'B' }],
    },
  ],
  "TMDB's own codes of languages are made those of all": [
    { id: 1, title: 'A', original_title: 'A', original_language: 'cn' },
    {
      ...{ title: 'A', originalTitle: 'A', language: 'yue', tmdbId: 1 },
      ...{ genres: [], directors: [], cast: [] },
    },
  ],
};

for (const [name, [row, movie]] of Object.entries(rows)) {
  t.test(`TMDB rows: ${name}`, async (t) => {
    t.same(movieOfTmdbRow(row as Record<string, unknown>), movie);
  });
}

t.test('they are told as objects over several lines, in arrays, and one a line', async (t) => {
  const expected = [movieOfTmdbRow(whole), movieOfTmdbRow({ ...whole, id: 2 })];
  for (const [text, name] of [
    [`${JSON.stringify(whole, null, 2)}\n${JSON.stringify({ ...whole, id: 2 }, null, 2)}`, 'json'],
    [JSON.stringify([whole, { ...whole, id: 2 }]), 'json'],
    [`${JSON.stringify(whole)}\n${JSON.stringify({ ...whole, id: 2 })}\n`, 'json'],
  ] as const) {
    const file = await planFile(text);
    t.equal(nameOf(file), name);
    t.same(outcomesOf(file), expected);
    t.same(outcomesOf(await planFile(text, { format: 'tmdb', pieceBytes: 7 })), expected);
  }
});

t.test('lines of the daily export become movies, but take the place of none', async (t) => {
  const line =
    '{"adult":false,"id":900001,"original_title":"Le Fleuve Gris","popularity":1.5,"video":false}';
  const file = await planFile(`${line}\n`);
  t.match(file.rows, [
    {
      plan: {
        ...{ kind: 'movie', mode: 'createOnly' },
        movie: {
          id: String,
          title: 'Le Fleuve Gris',
          originalTitle: 'Le Fleuve Gris',
          tmdbId: 900001,
        },
      },
    },
  ]);
  t.same(file.rows, (await planFile(line)).rows, 'of the same id in every run');
});

t.test('a page of results is refused with what to do', async (t) => {
  const page = JSON.stringify({ page: 1, results: [whole], total_pages: 1, total_results: 1 });
  const { rows } = await planFile(page);
  t.match(rows, [{ plan: { faults: [{ code: 'page-of-results', detail: /jq/ }] } }]);
});
