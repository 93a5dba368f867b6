import { type MoviePatch, Rejected } from '@marquee/contracts';
import {
  decideCreate,
  decideLink,
  decidePatch,
  decideReplace,
  decideUnlink,
  type MovieContent,
} from '@marquee/domain';
import fc from 'fast-check';
import t from 'tap';
import { matrixContent, movie, neo, provider, trinity } from './builders.js';

t.test('a new movie has no ratings and was added now', async (t) => {
  const made = { id: neo, providerId: provider, now: Date.parse('2026-01-31T09:30:00.123Z') };
  t.strictSame(decideCreate(matrixContent, made), {
    id: neo,
    version: 0,
    editedVersion: 0,
    providerId: provider,
    addedAt: '2026-01-31T09:30:00.123Z',
    updatedAt: '2026-01-31T09:30:00.123Z',
    ratingCount: 0,
    halfStars: 0,
    ranks: { plays: null, popularity: null },
    rankedAt: null,
    content: matrixContent,
  });
});

t.test('a replacement takes all of the content and nothing else', async (t) => {
  const before = movie();
  const content = { ...matrixContent, title: 'Matrix', tmdbId: null };
  t.strictSame(decideReplace(before, content), { ...before, content });
});

t.test('a replacement by the same content is no change', async (t) => {
  const before = movie();
  t.equal(decideReplace(before, structuredClone(matrixContent)), before);
});

const patches: readonly [what: string, MoviePatch, Partial<MovieContent>][] = [
  ['one field', { title: ' Matrix ' }, { title: 'Matrix' }],
  ['null removes', { tmdbId: null, genres: null }, { tmdbId: null, genres: [] }],
  ['a list replaces the list', { genres: ['Action'] }, { genres: ['Action'] }],
  ['a date moves the year along', { releaseDate: '2000-01-01' }, release('2000-01-01', 2000)],
  ['a date and its year', { releaseDate: '2000-01-01', year: 2000 }, release('2000-01-01', 2000)],
  ['a removed date leaves its year', { releaseDate: null }, release(null, 1999)],
  ['date and year removed', { releaseDate: null, year: null }, release(null, null)],
  ['another year without the date', { releaseDate: null, year: 2001 }, release(null, 2001)],
  ['a removed cast', { cast: null }, { cast: [] }],
  ['another cast', { cast: [{ actorId: neo }] }, { cast: [part(neo, null, 0)] }],
];

function release(releaseDate: string | null, year: number | null) {
  return { releaseDate, year };
}

function part(actorId: string, character: string | null, order: number) {
  return { actorId, character, order };
}

t.test('a patch changes what it names', async (t) => {
  for (const [what, patch, changed] of patches) {
    const before = movie();
    const after = decidePatch(before, patch, [neo]);
    t.strictSame(after, { ...before, content: { ...matrixContent, ...changed } }, what);
  }
});

const noChanges: readonly MoviePatch[] = [
  {},
  { year: 1999 },
  { year: null },
  { title: 'The Matrix ', genres: ['Action', 'Science Fiction', 'Action'] },
  { version: 1, rating: null, id: 'x', providerId: null, addedAt: 5, updatedAt: '' },
];

t.test('a patch that changes nothing gives the same object', async (t) => {
  const before = movie();
  for (const patch of noChanges) t.equal(decidePatch(before, patch, []), before);
});

t.test('a patch of the year alone must agree with the date that is there', async (t) => {
  const rejected = thrownBy(() => decidePatch(movie(), { year: 2000 }, []));
  t.equal(rejected.code, 'invalid-input');
  t.strictSame(
    rejected.faults.map(({ pointer }) => pointer),
    ['/year'],
  );
  t.equal(decidePatch(movie(release(null, 1999)), { year: 2000 }, []).content.year, 2000);
});

function thrownBy(work: () => unknown): Rejected {
  try {
    work();
  } catch (error) {
    if (error instanceof Rejected) return error;
  }
  throw new Error('nothing was rejected');
}

const smith = '01890000-0000-7000-8000-000000000003';
const links: readonly [string, string, Parameters<typeof decideLink>[2], object[]][] = [
  ['at the end', smith, { character: ' Smith ' }, [...matrixContent.cast, part(smith, 'Smith', 2)]],
  [
    'at a place',
    smith,
    { order: 0 },
    [part(neo, 'Neo', 0), part(smith, null, 0), part(trinity, 'Trinity', 1)],
  ],
  [
    'in its own place',
    neo,
    { character: 'One' },
    [part(neo, 'One', 0), part(trinity, 'Trinity', 1)],
  ],
  [
    'moved',
    neo,
    { character: 'Neo', order: 9 },
    [part(trinity, 'Trinity', 1), part(neo, 'Neo', 9)],
  ],
];

t.test('an actor is linked', async (t) => {
  for (const [what, actorId, given, cast] of links) {
    t.strictSame(decideLink(movie(), actorId, given).content.cast, cast, what);
  }
});

t.test('a link leaves the actor exactly one part', async (t) => {
  const cast = [part(neo, 'A', 0), part(trinity, null, 1), part(neo, 'B', 2)];
  const linked = decideLink(movie({ cast }), neo, { character: 'C' });
  t.strictSame(linked.content.cast, [part(neo, 'C', 0), part(trinity, null, 1)]);
});

t.test('a link that is there already is no change', async (t) => {
  const before = movie();
  t.equal(decideLink(before, neo, { character: 'Neo' }), before);
  t.equal(decideLink(before, trinity, { character: 'Trinity', order: 1 }), before);
});

t.test(
  'a full cast takes no further actor, but changes the part of one who is in it',
  async (t) => {
    const cast = Array.from({ length: 1_000 }, (_, i) => part(neo, `${i}`, i));
    t.equal(thrownBy(() => decideLink(movie({ cast }), smith, {})).code, 'invalid-input');
    t.equal(decideLink(movie({ cast }), neo, {}).content.cast.length, 1);
  },
);

t.test('an actor is taken out with all parts', async (t) => {
  const cast = [part(neo, 'A', 0), part(trinity, null, 1), part(neo, 'B', 2)];
  t.strictSame(decideUnlink(movie({ cast }), neo).content.cast, [part(trinity, null, 1)]);
  t.equal(thrownBy(() => decideUnlink(movie(), smith)).code, 'not-in-cast');
});

t.test('linking and taking out an actor who was not in a cast gives back the cast', async (t) => {
  const orders = fc.option(fc.nat(5), { nil: undefined });
  fc.assert(
    fc.property(fc.array(fc.constantFrom(neo, trinity)), orders, (ids, order) => {
      const before = decideLink(movie({ cast: [] }), neo, {});
      const full = ids.reduce((state, id) => decideLink(state, id, {}), before);
      const there = decideLink(full, smith, order === undefined ? {} : { order });
      t.strictSame(decideUnlink(there, smith), full);
    }),
  );
});
