const OFFSETS = [0x811c9dc5, 0x01234567] as const;
const PRIMES = [0x01000193, 0x5bd1e995] as const;
const HIGH_BITS = 2 ** 21;
const LOW_SIZE = 2 ** 32;

/** A number below 2^53 that differs where texts differ, as good as always: two FNV-1a hashes, one of them cut. */
export function digestOf(texts: readonly (string | null)[]): number {
  let [low, high]: [number, number] = [...OFFSETS];
  const take = (code: number) => {
    low = Math.imul(low ^ code, PRIMES[0]);
    high = Math.imul(high ^ code, PRIMES[1]);
  };
  for (const text of texts) {
    const { length } = text ?? '';
    for (let at = 0; at < length; at += 1) take(text?.charCodeAt(at) ?? 0);
    take(text === null ? -1 : -2 - length); // so that no two texts run into each other
  }
  return ((high >>> 0) % HIGH_BITS) * LOW_SIZE + (low >>> 0);
}
