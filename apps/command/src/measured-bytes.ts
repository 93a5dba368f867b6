import { createHash } from 'node:crypto';

export interface ByteSums {
  readonly bytes: number;
  /** SHA-256, in hexadecimal digits. */
  readonly digest: string;
}

/** The same pieces, to be read once, and what has been read so far. */
export function measuredBytes(pieces: AsyncIterable<Buffer>): {
  readonly pieces: AsyncIterable<Buffer>;
  sums(): ByteSums;
} {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  return { pieces: measured(), sums: () => ({ bytes, digest: hash.copy().digest('hex') }) };
}
