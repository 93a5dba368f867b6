const randomByteCount = 10;

/**
 * A version 7 UUID (RFC 9562), lower-case: 48 bits of Unix milliseconds, then 74 of the 80 random bits given.
 * @throws {RangeError} unless there are exactly ten random bytes
 */
export function uuidV7(nowMs: number, random: Uint8Array): string {
  if (random.length !== randomByteCount) throw new RangeError('ten random bytes are needed');
  const hex = [...random].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const time = Math.floor(nowMs).toString(16).padStart(12, '0');
  const variant = (8 + ((random[9] ?? 0) & 3)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${hex.slice(0, 3)}`,
    variant + hex.slice(3, 6),
    hex.slice(6, 18),
  ].join('-');
}
