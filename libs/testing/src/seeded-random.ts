/** Randomness that a seed repeats; print the seed where a test fails by it. */
export interface SeededRandom {
  /** At least 0, below 1. */
  fraction(): number;
  /** An integer, at least 0, below `below`. */
  integer(below: number): number;
  chance(probability: number): boolean;
  /** Throws `RangeError` where there is nothing to pick. */
  pick<T>(from: readonly T[]): T;
  /** A copy in random order. */
  shuffle<T>(items: readonly T[]): T[];
}

/** The generator is mulberry32: 32 bits of state, fast, good enough for tests. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number) => Math.floor(fraction() * below);
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick<T>(from: readonly T[]): T {
      const index = integer(from.length);
      const [picked] = from.slice(index, index + 1);
      if (picked === undefined) throw new RangeError('there is nothing to pick from');
      return picked;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const keyed = items.map((item) => ({ item, key: fraction() }));
      return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
    },
  };
}
