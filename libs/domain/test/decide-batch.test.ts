import {
  type BatchContext,
  decideBatch,
  type MovieContent,
  type MovieState,
} from '@marquee/domain';
import t from 'tap';
import { emptyContent, matrixId, movie, neo, provider, trinity } from './builders.js';

const context: BatchContext = {
  writer: { id: provider, role: 'provider' },
  now: 0,
  newId: () => neo,
  mode: 'upsert',
  deleted: new Set(),
};

const row = (index: number, id: string | null, content: Partial<MovieContent> = {}) => ({
  index,
  id,
  content: { ...emptyContent, ...content },
});

const speed: MovieState = { ...movie({ tmdbId: 1637, imdbId: 'tt0111257' }), id: trinity };

t.test('a movie that nobody has is created, under its own id or a new one', async (t) => {
  const { rows, changes } = decideBatch([], [row(0, trinity), row(1, null)], context);
  t.strictSame(rows, [
    { index: 0, status: 201, id: trinity, unchanged: false },
    { index: 1, status: 201, id: neo, unchanged: false },
  ]);
  t.strictSame(
    changes.map(({ before, after }) => [before, after.id, after.providerId]),
    [
      [null, trinity, provider],
      [null, neo, provider],
    ],
  );
});

const found: readonly [what: string, id: string | null, Partial<MovieContent>][] = [
  ['by id', matrixId, {}],
  ['by TMDB id', null, { tmdbId: 603 }],
  ['by TMDB id, under an id that nobody has', neo, { tmdbId: 603 }],
];

t.test('a movie that exists is replaced', async (t) => {
  for (const [what, id, content] of found) {
    const before = movie();
    const decided = decideBatch([before], [row(0, id, content)], context);
    t.strictSame(decided.rows, [{ index: 0, status: 200, id: matrixId, unchanged: false }], what);
    t.strictSame(decided.changes, [
      { before, after: { ...before, content: { ...emptyContent, ...content } } },
    ]);
  }
});

t.test('a movie that is sent as it is does not change', async (t) => {
  const same = { index: 0, id: matrixId, content: structuredClone(movie().content) };
  const { rows, changes } = decideBatch([movie()], [same], context);
  t.strictSame(rows, [{ index: 0, status: 200, id: matrixId, unchanged: true }]);
  t.strictSame(changes, []);
});

t.test('identifiers of different movies are refused, whichever they are', async (t) => {
  const existing = [movie(), speed];
  for (const wrong of [
    row(0, matrixId, { tmdbId: 1637 }),
    row(0, null, { tmdbId: 603, imdbId: 'tt0111257' }),
  ]) {
    const { refused, changes } = decideBatch(existing, [wrong], context);
    t.equal(refused[0]?.rejected.code, 'already-exists');
    t.strictSame(changes, []);
  }
});

t.test('a movie of another provider is refused, but not to administrators', async (t) => {
  const rows = [row(0, matrixId), row(1, null)];
  const other = decideBatch([movie()], rows, { ...context, writer: { id: neo, role: 'provider' } });
  t.equal(other.refused[0]?.rejected.code, 'forbidden');
  t.strictSame(
    other.rows.map(({ index }) => index),
    [1],
  );
  const writer = { id: neo, role: 'administrator' } as const;
  t.strictSame(decideBatch([movie()], rows, { ...context, writer }).refused, []);
});

t.test('of two rows about one movie the second replaces the first, in one change', async (t) => {
  const rows = [row(0, null, { tmdbId: 5, title: 'A' }), row(1, null, { tmdbId: 5, title: 'B' })];
  const decided = decideBatch([], rows, context);
  t.strictSame(
    decided.rows.map(({ status, id }) => [status, id]),
    [
      [201, neo],
      [200, neo],
    ],
  );
  t.strictSame(
    decided.changes.map(({ after }) => after.content.title),
    ['B'],
  );
});

t.test('an identifier that one row frees is taken in a transaction of its own', async (t) => {
  const rows = [row(0, matrixId), row(1, null, { tmdbId: 603 }), row(2, null)];
  const { rows: decided, postponed } = decideBatch([movie()], rows, context);
  t.strictSame(
    decided.map(({ index }) => index),
    [0],
  );
  t.strictSame(postponed, rows.slice(1));
});

t.test('rows that end where the movie began change nothing', async (t) => {
  const back = { index: 1, id: matrixId, content: movie().content };
  t.strictSame(
    decideBatch([movie()], [row(0, matrixId, { tmdbId: 603 }), back], context).changes,
    [],
  );
});

t.test('createOnly leaves alone what exists or existed', async (t) => {
  const createOnly = { ...context, mode: 'createOnly', deleted: new Set([trinity]) } as const;
  const rows = [
    row(0, matrixId),
    row(1, null, { tmdbId: 603 }),
    row(2, trinity),
    row(3, matrixId, { imdbId: 'tt0111257' }),
    row(4, null),
  ];
  const { rows: decided, refused, changes } = decideBatch([movie()], rows, createOnly);
  t.strictSame(refused, []);
  t.strictSame(
    decided.map(({ id, unchanged }) => [id, unchanged]),
    [
      [matrixId, true],
      [matrixId, true],
      [trinity, true],
      [matrixId, true],
      [neo, false],
    ],
  );
  t.equal(changes.length, 1);
});
