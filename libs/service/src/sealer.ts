/** Seals what clients carry for us (cursors, consistency tokens): they can neither read nor change it. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Sealer {
  /** URL-safe text; the same value gives another text each time. */
  seal(purpose: string, value: unknown): string;
  /** What was sealed for this purpose, or `undefined` for anything else. Does not throw. */
  open(purpose: string, sealed: string): unknown;
}

const nonceBytes = 12;
const tagBytes = 16;
/** Longer texts were not made here: the longest holds a title of 500 characters. */
const maxSealedLength = 8_192;

/** AES-256-GCM. The first key seals; all of them open, so that keys can be rotated. */
export function createSealer(keys: readonly string[]): Sealer {
  const derived = keys.map(
    (key) => new Uint8Array(hkdfSync('sha256', key, '', 'marquee seal', 32)),
  );
  const [newest] = derived;
  if (newest === undefined) throw new RangeError('a sealer needs a key');
  return {
    seal(purpose, value) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', newest, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
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

function tryOpen(key: Uint8Array, purpose: string, bytes: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(-tagBytes));
    const body = bytes.subarray(nonceBytes, -tagBytes);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return undefined; // forged, cut off, or sealed with another key
  }
}
