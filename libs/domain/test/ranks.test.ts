import { rankedPlays, ranksOf, sameRanks } from '@marquee/domain';
import fc from 'fast-check';
import t from 'tap';

const rounded: readonly [plays: number, ranked: number | null][] = [
  [0, null],
  [1, 1],
  [9, 9],
  [10, 10],
  [99, 99],
  [100, 100],
  [104, 100],
  [105, 110],
  [994, 990],
  [995, 1_000],
  [999, 1_000],
  [1_049, 1_000],
  [1_050, 1_100],
  [9_949, 9_900],
  [9_950, 10_000],
  [12_345, 12_000],
  [Number.MAX_SAFE_INTEGER, 9_000_000_000_000_000],
];

t.test('plays are ranked to two significant digits, half up', async (t) => {
  for (const [plays, ranked] of rounded) t.equal(rankedPlays(plays), ranked, `${plays}`);
});

t.test('ranked plays follow plays, stay within a twentieth, and stay what they are', async () => {
  const plays = fc.oneof(
    fc.integer({ min: 1, max: 2_000 }),
    fc.maxSafeNat().filter((n) => n > 0),
  );
  fc.assert(
    fc.property(plays, plays, (a, b) => {
      const [rankA, rankB] = [rankedPlays(a) ?? 0, rankedPlays(b) ?? 0];
      const isExact = BigInt(rankA) === exactly(a);
      const isInOrder = a > b ? rankA >= rankB : rankA <= rankB;
      return isExact && isInOrder && rankedPlays(rankA) === rankA;
    }),
    { numRuns: 2_000 },
  );
});

/** By its digits. */
function exactly(plays: number): bigint {
  const digits = `${plays}`;
  if (digits.length <= 2) return BigInt(plays);
  const up = Number(digits[2]) >= 5 ? 1n : 0n;
  return (BigInt(digits.slice(0, 2)) + up) * 10n ** BigInt(digits.length - 2);
}

const popular: readonly [plays: number, stars: number[], popularity: number | null][] = [
  [0, [], null],
  [0, [5], null],
  [100, [], null],
  [1, [5], 0],
  [10, [4], 400],
  [100, [4], 800],
  [1_000, [5, 4], 1_350],
  [2, [0.5], 15],
  [13, [4, 2, 5], 409],
  [10_000, [4, 2, 5], 1_468],
];

t.test('popularity is log10 of the ranked plays times the average, in hundredths', async (t) => {
  for (const [plays, stars, popularity] of popular) {
    const halfStars = stars.reduce((sum, each) => sum + 2 * each, 0);
    const ranks = ranksOf({ plays, ratingCount: stars.length, halfStars });
    t.equal(ranks.popularity, popularity, `${plays} plays, ${stars}`);
  }
  const rated = { ratingCount: 1, halfStars: 8 };
  const [some, more] = [ranksOf({ plays: 101, ...rated }), ranksOf({ plays: 104, ...rated })];
  t.ok(sameRanks(some, more), 'plays that are ranked alike are as popular');
});
