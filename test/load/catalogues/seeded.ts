/** Seeded choices, skewed as those of life are. */
import { type SeededRandom, seededRandom } from '@marquee/testing';

export interface Choices extends SeededRandom {
  /** One of them, each as often as its weight says. */
  weighted<T>(from: readonly (readonly [T, weight: number])[]): T;
  /** Around `middle`: half are above it; `spread` is the standard deviation of the logarithm. */
  logNormal(middle: number, spread: number): number;
}

export function choicesOf(seed: number): Choices {
  const random = seededRandom(seed);
  return {
    ...random,
    weighted(from) {
      let left = random.fraction() * from.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of from) {
        left -= weight;
        if (left < 0) return value;
      }
      const [last] = from.slice(-1);
      if (last === undefined) throw new RangeError('there is nothing to choose from');
      return last[0];
    },
    logNormal(middle, spread) {
      // Box and Muller; 1 - fraction is never 0.
      const radius = Math.sqrt(-2 * Math.log(1 - random.fraction()));
      return middle * Math.exp(spread * radius * Math.cos(2 * Math.PI * random.fraction()));
    },
  };
}

/** Another number of 32 bits for each number of 32 bits, far from that of its neighbours. */
export function scattered(n: number): number {
  let mixed = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
