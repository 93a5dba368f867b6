import t from 'tap';
import { packed } from '../src/cassandra/apply-events.js';

const row = (bytes: number) => ({ query: 'q', params: ['x'.repeat(bytes)] });
const shape = (sizes: readonly number[]) =>
  packed(sizes.map(row)).map((batch) => batch.map(({ params }) => `${params[0]}`.length));

t.test('rows are batched in order up to 40 kB, bigger ones alone', async (t) => {
  t.same(shape([]), []);
  t.same(shape([10_000, 10_000, 10_000]), [[10_000, 10_000, 10_000]]);
  t.same(shape([30_000, 20_000, 10_000]), [[30_000], [20_000, 10_000]]);
  t.same(shape([100, 300_000, 100]), [[100], [300_000], [100]]);
  t.equal(shape(Array.from({ length: 450 }, () => 1)).length, 3, 'no more than 200 in one');
});

t.test('sizes are counted in bytes', async (t) => {
  const wide = { query: 'q', params: ['é'.repeat(15_000)] };
  t.equal(packed([wide, wide]).length, 2);
});
