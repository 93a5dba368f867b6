import fc from 'fast-check';
import t from 'tap';
import { bucketOfMs, LAST_BUCKET, quantileMs } from '../src/visible-times.js';

t.test('buckets go from a millisecond to a day', async (t) => {
  for (const [ms, bucket] of [
    ...[[-5, 0] as const, [0, 0] as const, [1, 0] as const, [2, 4] as const, [4, 8] as const],
    ...[[1_024, 40] as const, [86_400_000, LAST_BUCKET] as const, [1e12, LAST_BUCKET] as const],
  ]) {
    t.equal(bucketOfMs(ms), bucket, `${ms} ms`);
  }
});

t.test('a quantile is right to a tenth', async (t) => {
  const times = fc.array(fc.integer({ min: 1, max: 80_000_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.99, 1), (all, share) => {
      const counts = new Map<number, number>();
      for (const ms of all) counts.set(bucketOfMs(ms), (counts.get(bucketOfMs(ms)) ?? 0) + 1);
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(all.length * share) - 1] ?? 0;
      const found = quantileMs(counts, share) ?? 0;
      // To whole milliseconds, where they are few.
      return Math.abs(found - exact) <= Math.max(1, exact * 0.1);
    }),
  );
  t.equal(quantileMs(new Map(), 0.5), null);
  t.equal(
    quantileMs(
      new Map([
        [4, 1],
        [40, 1],
      ]),
      0.5,
    ),
    2,
    'whatever the order they come in',
  );
});
