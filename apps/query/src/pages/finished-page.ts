/** A page as it is sent: its bytes, compressed once where that is asked for again, and what its headers are made of. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import negotiator from '@fastify/accept-negotiator';
import type { ReadyHead } from './send-ready.js';

const { negotiate } = negotiator;

export interface FinishedPage {
  readonly body: Buffer;
  /** Weak: the same for all encodings. */
  readonly etag: string;
  readonly next: string | null;
  readonly previous: string | null;
  readonly compressed: Map<Encoding, Buffer | 'underway'>;
  /** What it was sent with before, by the address that was asked. */
  readonly heads: Map<string, ReadyHead>;
}

export type Encoding = (typeof encodings)[number];

/** In order of preference; JSON of movies is some 3 to 4 times smaller in either. */
const encodings = ['br', 'gzip'] as const;
/** Smaller ones fit a packet or two as they are. */
const LEAST_BYTES = 1_400;

const compressors: Record<Encoding, (body: Buffer) => Promise<Buffer>> = {
  br: (body) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify<Buffer, Buffer>(gzip),
};

export interface Body {
  readonly bytes: Buffer;
  readonly encoding: Encoding | null;
}

/** The page as this client takes it best, of what is made by now. */
export function bodyFor(page: FinishedPage, acceptEncoding: string | undefined): Body {
  const encoding = encodingFor(acceptEncoding);
  const compressed = encoding === null ? null : compressedBody(page, encoding);
  return compressed === null ? plainBody(page) : { bytes: compressed, encoding };
}

export const plainBody = ({ body }: FinishedPage): Body => ({ bytes: body, encoding: null });

/** The best encoding that these words of a client take; `null`: as it is. */
function encodingFor(acceptEncoding: string | undefined): Encoding | null {
  if (acceptEncoding === undefined) return null;
  const known = accepted.get(acceptEncoding);
  if (known !== undefined) return known;
  const chosen = negotiate(acceptEncoding, [...encodings]);
  const encoding = encodings.find((name) => name === chosen) ?? null;
  if (accepted.size < MAX_ACCEPTED) accepted.set(acceptEncoding, encoding);
  return encoding;
}

/** There are few different ones in practice. */
const accepted = new Map<string, Encoding | null>();
const MAX_ACCEPTED = 500;

/**
 * The page's bytes in this encoding, or `null` where they are not made: then they are, off the event loop, for those who ask
 * later; nobody waits for a compressor.
 */
function compressedBody(page: FinishedPage, encoding: Encoding): Buffer | null {
  const made = page.compressed.get(encoding);
  if (made instanceof Buffer) return made;
  if (made === undefined && page.body.length >= LEAST_BYTES) {
    page.compressed.set(encoding, 'underway');
    compressors[encoding](page.body).then(
      (bytes) => page.compressed.set(encoding, bytes),
      () => page.compressed.delete(encoding),
    );
  }
  return null;
}
