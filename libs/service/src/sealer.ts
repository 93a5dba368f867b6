/** Seals what clients carry for us (cursors, consistency tokens): they can neither read nor change it. */
import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto';

export interface Sealer {
  /** URL-safe text; the same value gives another text each time. */
  seal(purpose: string, value: unknown): string;
  /** What was sealed for this purpose, or `undefined` for anything else. Does not throw. */
  open(purpose: string, sealed: string): unknown;
}

const nonceBytes = 12;
const tagBytes = 16;
/** Every page seals a cursor or two: this cipher is set up in a third of the time that AES-GCM takes here. */
const algorithm = 'chacha20-poly1305';
const tagLength = { authTagLength: tagBytes };
/** Longer texts were not made here: the longest holds a title of 500 characters. */
const maxSealedLength = 8_192;

/** The first key seals; all of them open, so that keys can be rotated. */
export function createSealer(keys: readonly string[]): Sealer {
  const derived = keys.map((key) =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', key, '', 'marquee seal', 32))),
  );
  const [newest] = derived;
  if (newest === undefined) throw new RangeError('a sealer needs a key');
  return {
    seal(purpose, value) {
      const nonce = nextNonce();
      const cipher = createCipheriv(algorithm, newest, nonce, tagLength);
      const text = Buffer.from(JSON.stringify(value));
      cipher.setAAD(Buffer.from(purpose), { plaintextLength: text.length });
      const body = Buffer.concat([cipher.update(text), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
    },
    open(purpose, sealed) {
      if (sealed.length > maxSealedLength || !/^[A-Za-z0-9_-]+$/.test(sealed)) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      // Unused bits of the last character would give several texts for one value.
      if (bytes.length <= nonceBytes + tagBytes || bytes.toString('base64url') !== sealed) {
        return undefined;
      }
      for (const key of derived) {
        const text = tryOpen(key, purpose, bytes);
        if (text !== undefined) return JSON.parse(text);
      }
      return undefined;
    },
  };
}

/** Random bytes for many nonces at once: asking for a few is what takes the time. */
const pool = Buffer.alloc(nonceBytes * 512);
let used = pool.length;

function nextNonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += nonceBytes;
  return pool.subarray(used - nonceBytes, used);
}

function tryOpen(key: KeyObject, purpose: string, bytes: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes), tagLength);
    const body = bytes.subarray(nonceBytes, -tagBytes);
    decipher.setAAD(Buffer.from(purpose), { plaintextLength: body.length });
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return undefined; // forged, cut off, or sealed with another key
  }
}
