import fc from 'fast-check';
import t from 'tap';
import { planJsonRow } from '../src/formats/json-rows.js';
import type { Plan } from '../src/formats/plan.js';
import { canonicalJson, contentHash, contentIds, nameId, rowId } from '../src/formats/row-id.js';
import { isWikipediaRow, movieOfWikipediaRow } from '../src/formats/wikipedia-row.js';

const id = '7b1c1f2e-0000-7000-8000-000000000001';
const uuid8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Plans the rows of one run. */
function planner() {
  const idOf = contentIds();
  return (row: unknown) => planJsonRow(row, { format: 'auto', existing: null, idOf });
}

t.test(
  'rows that name their movie replace it, the others are known by their content',
  async (t) => {
    const plan = planner();
    t.match(plan({ id, title: 'A' }), { movie: { id }, mode: 'upsert' });
    t.match(plan({ tmdbId: 603, title: 'A' }), { movie: { tmdbId: 603 }, mode: 'upsert' });
    t.match(plan({ imdbId: 'tt1', title: 'A' }), { mode: 'upsert' });
    t.match(plan({ id: null, title: 'A' }), { movie: { id: uuid8 }, mode: 'createOnly' });
    t.match(plan({ title: 'A', year: 1999, href: 'A' }), { mode: 'createOnly' });
    for (const noRow of [null, 1, 'x', true, [], [{ title: 'A' }]])
      t.match(plan(noRow), { faults: [{ code: 'not-an-object' }] });
  },
);

t.test('who says so keeps what is there', async (t) => {
  const keep = { format: 'auto', existing: 'createOnly', idOf: contentIds() } as const;
  for (const row of [
    { tmdbId: 603, title: 'A' },
    { id: 603, title: 'A', original_title: 'A' },
  ])
    t.match(planJsonRow(row, keep), { mode: 'createOnly' });
});

t.test('an id follows from the content and its occurrence alone', async (t) => {
  const [a, b] = [
    { title: 'A', year: 1 },
    { title: 'B', year: 1 },
  ];
  const idOf = (plan: Plan) => (plan.kind === 'movie' ? plan.movie['id'] : undefined);
  const ids = (rows: readonly object[]) => rows.map(planner()).map(idOf);
  const together = ids([a, b, a, { year: 1, title: 'A' }]);
  t.equal(new Set(together).size, 4, 'exact copies are different movies');
  t.same(ids([a, a, a, b]), [together[0], together[2], together[3], together[1]]);
  t.same(ids([b]), [together[1]], 'the same in a run of its own');
});

t.test('ids are UUIDs of version 8', async (t) => {
  fc.assert(
    fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), (json, occurrence) =>
      uuid8.test(rowId(contentHash(JSON.parse(json)), occurrence)),
    ),
  );
  fc.assert(fc.property(fc.string(), (name) => uuid8.test(nameId(name))));
  t.equal(
    rowId(contentHash({ title: 'The Matrix', year: 1999 }), 1),
    rowId(contentHash({ year: 1999, title: 'The Matrix' }), 1),
    'whatever the order of the fields',
  );
  t.equal(
    nameId('movielens/movie/1'),
    '7f940d02-50ca-8ba7-9a49-2b9e76cacf83',
    'catalogues have such ids: they stay for ever',
  );
});

t.test('canonical JSON reads back as the same value', async () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      return canonicalJson(JSON.parse(text)) === text;
    }),
  );
});

t.test('rows of the Wikipedia data are told from movies', async (t) => {
  t.equal(isWikipediaRow({ title: 'A', cast: ['B'] }), true);
  t.equal(isWikipediaRow({ title: 'A', href: null }), true);
  t.equal(isWikipediaRow({ title: 'A', extract: '' }), true);
  t.equal(isWikipediaRow({ title: 'A', cast: [{ name: 'B' }] }), false);
  t.equal(isWikipediaRow({ title: 'A', cast: [], genres: [] }), false);
});

const long = 'x'.repeat(12_000);
const rows: Record<string, readonly [row: object, movie: object]> = {
  'a whole row': [
    {
      ...{ title: 'A', year: 1999, cast: ['B', 'C'], genres: ['Drama'], href: 'A_(film)' },
      ...{ extract: 'About.', thumbnail: 'https://x.org/a.jpg', thumbnail_width: 1 },
    },
    {
      ...{ title: 'A', year: 1999, cast: [{ name: 'B' }, { name: 'C' }], genres: ['Drama'] },
      ...{ wikipediaTitle: 'A_(film)', synopsis: 'About.', posterUrl: 'https://x.org/a.jpg' },
    },
  ],
  'the least': [{ title: 'A' }, { title: 'A', cast: [], genres: [] }],
  'a title stays as it is': [
    { title: ' <i>A</i>\u00a0[fr] ' },
    { title: ' <i>A</i>\u00a0[fr] ', cast: [], genres: [] },
  ],
  'a numeric title is text': [{ title: 813 }, { title: '813', cast: [], genres: [] }],
  'strange names are names; empty and repeated ones are not': [
    { title: 'A', cast: [']', '.', '', ' \u00a0', ' B\u00a0', 'B', 'C\u0000D', null, 5] },
    { title: 'A', genres: [], cast: [']', '.', 'B', 'C D'].map((name) => ({ name })) },
  ],
  'genres hold no separators': [
    { title: 'A', cast: [], genres: ['Drama, Noir', 'Drama', 'A|B', ''] },
    { title: 'A', cast: [], genres: ['Drama', 'Noir', 'A', 'B'] },
  ],
  'what is too long is cut, never in the middle of a character': [
    { title: 'A', cast: [`${'x'.repeat(299)}😀`], extract: long },
    { title: 'A', genres: [], cast: [{ name: 'x'.repeat(299) }], synopsis: long.slice(0, 10_000) },
  ],
  'an address that is not https is left out': [
    { title: 'A', thumbnail: 'http://x.org/a.jpg', href: null, extract: '\u0000' },
    { title: 'A', cast: [], genres: [] },
  ],
};

for (const [name, [row, movie]] of Object.entries(rows)) {
  t.test(`Wikipedia rows: ${name}`, async (t) => {
    t.same(movieOfWikipediaRow(row as Record<string, unknown>), movie);
  });
}
