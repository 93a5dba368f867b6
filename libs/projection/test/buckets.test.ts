import type { Position } from '@marquee/contracts';
import { buildMovieKeys, idOf } from '@marquee/testing';
import fc from 'fast-check';
import { test } from 'tap';
import { bucketOf, comparePositions } from '../src/buckets.js';
import { countedSelectionsOf, listsOfSelection } from '../src/selections.js';

const list = 'all/title';
const at = (sortKey: string, id = idOf(5)) => ({ sortKey, id });

test('a bucket is the number of split points at or below the row', async (t) => {
  const splits = { [list]: [at('c'), at('f'), at('f', idOf(9))] };
  const rows: readonly (readonly [row: Position, bucket: number])[] = [
    [at('a'), 0],
    [at('c', idOf(4)), 0],
    [at('c'), 1],
    [at('c', idOf(6)), 1],
    [at('e'), 1],
    [at('f'), 2],
    [at('f', idOf(8)), 2],
    [at('f', idOf(9)), 3],
    [at('z'), 3],
    [at(''), -1],
  ];
  for (const [row, bucket] of rows) t.equal(bucketOf(splits, list, row), bucket, `${row.sortKey}`);
});

test('a list without split points is one bucket', async (t) => {
  t.equal(bucketOf({}, list, at('z')), 0);
  t.equal(bucketOf({ other: [at('a')] }, list, at('z')), 0);
  t.equal(bucketOf({}, list, at('')), -1);
});

test('buckets cut the order of a list into ranges', async () => {
  const position = fc.record({
    sortKey: fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }),
    id: fc.integer({ min: 0, max: 5 }).map(idOf),
  });
  fc.assert(
    fc.property(fc.array(position), fc.array(position), (points, rows) => {
      const splits = { [list]: points.sort(comparePositions) };
      const buckets = rows.sort(comparePositions).map((row) => bucketOf(splits, list, row));
      const counts = rows.map((row) => points.filter((p) => comparePositions(p, row) <= 0).length);
      return buckets.every((bucket, n) => bucket === counts[n]);
    }),
  );
});

test('a movie is counted once in each selection that it is in', async (t) => {
  const movie = buildMovieKeys({ genres: ['Drama', 'Sci-fi', 'Drama'], tags: ['a/b'], year: 1999 });
  t.same(countedSelectionsOf(movie), [
    ...['all', 'genre:Drama', 'genre:Sci-fi', 'tag:a/b', 'year:1999'],
    ...[`provider:${movie.providerId}`, `actor:${idOf(0xa1)}`],
  ]);
  const bare = buildMovieKeys({ genres: [], tags: [], year: null, actorIds: [] });
  t.same(countedSelectionsOf(bare), ['all', `provider:${movie.providerId}`]);
  t.same(listsOfSelection('tag:a/b'), [
    ...['tag:a/b/title', 'tag:a/b/releaseDate', 'tag:a/b/rating', 'tag:a/b/addedAt'],
    ...['tag:a/b/plays', 'tag:a/b/popularity'],
  ]);
});
