import {
  actorAsRead,
  checkGuard,
  checkOwner,
  type Guard,
  movieAsRead,
  ratingAsRead,
  uuidV7,
  type Writer,
} from '@marquee/domain';
import fc from 'fast-check';
import t from 'tap';
import { keanu, movie, neo, provider, trinity } from './builders.js';

const guards: readonly [Guard, fits: boolean][] = [
  [null, true],
  ['any', true],
  [{ versions: [30] }, true],
  [{ versions: [20] }, true],
  [{ versions: [25] }, true],
  [{ versions: [19] }, false],
  [{ versions: [31] }, false],
  [{ versions: [] }, false],
  [{ versions: [1, 99, 30] }, true],
];

t.test('If-Match fits from the last edit to the current version', async (t) => {
  for (const [guard, fits] of guards) {
    const check = () => checkGuard(movie(), guard);
    if (fits) t.doesNotThrow(check);
    else t.throws(check, { code: 'version-mismatch' });
  }
});

const owners: readonly [Writer, mayChange: boolean][] = [
  [{ id: provider, role: 'provider' }, true],
  [{ id: neo, role: 'provider' }, false],
  [{ id: neo, role: 'administrator' }, true],
  [{ id: provider, role: 'viewer' }, false],
];

t.test('providers change what they made, administrators everything, viewers nothing', async (t) => {
  for (const [writer, mayChange] of owners) {
    const check = () => checkOwner(movie(), writer);
    if (mayChange) t.doesNotThrow(check);
    else t.throws(check, { code: 'forbidden' });
  }
});

const ratings: readonly [stars: number[], average: number | null][] = [
  [[], null],
  [[4, 2, 5], 3.67],
  [[1, 2, 5], 2.67],
  [[0.5], 0.5],
  [[5, 5, 5], 5],
  [[4.5, 4, 4, 4, 4, 4, 4, 4], 4.06],
];

t.test('the average is rounded to two decimals', async (t) => {
  for (const [stars, average] of ratings) {
    const halfStars = stars.reduce((sum, each) => sum + each * 2, 0);
    t.strictSame(ratingAsRead({ ratingCount: stars.length, halfStars }), {
      average,
      count: stars.length,
    });
  }
});

t.test('a movie is read with the names of its cast', async (t) => {
  const names = new Map([
    [neo, 'Keanu Reeves'],
    [trinity, 'Carrie-Anne Moss'],
  ]);
  const read = movieAsRead(movie(), names);
  t.match(read, { id: movie().id, version: 30, year: 1999, rating: { average: null, count: 0 } });
  t.strictSame(read.cast[1], {
    actorId: trinity,
    name: 'Carrie-Anne Moss',
    character: 'Trinity',
    order: 1,
  });
  t.notOk('editedVersion' in read || 'halfStars' in read);
  t.throws(() => movieAsRead(movie(), new Map()), RangeError);
});

t.test('an actor is read without what only the write model knows', async (t) => {
  const { editedVersion: _, ...read } = keanu;
  t.strictSame(actorAsRead(keanu), read);
});

t.test('ids made here are version 7 and sort by time', async (t) => {
  const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
  const times = fc.nat(2 ** 31).map((seconds) => seconds * 1_000);
  fc.assert(
    fc.property(bytes, bytes, times, (one, other, at) => {
      const id = uuidV7(at, one);
      t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      t.ok(id < uuidV7(at + 1, other));
    }),
  );
  t.throws(() => uuidV7(0, new Uint8Array(9)), RangeError);
});
