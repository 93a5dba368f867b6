/** Keys that machines bring: `marquee_<id>_<secret>`, so that scanners of repositories know one when they see it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;
const form = /^marquee_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

export interface MachineKey {
  /** A UUID in lower case. */
  readonly id: string;
  readonly secret: string;
}

export const newSecret = () => randomBytes(secretBytes).toString('base64url');

export const machineKeyText = ({ id, secret }: MachineKey) =>
  `marquee_${id.replaceAll('-', '')}_${secret}`;

/** `null` for what has another form. */
export function readMachineKey(text: string): MachineKey | null {
  const [, id, secret] = form.exec(text) ?? [];
  if (id === undefined || secret === undefined) return null;
  return { id: id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), secret };
}

/**
 * SHA-256 suffices: the secret has 256 random bits, so there is nothing to guess that a slow hash would make dearer, and it is asked for
 * with every request.
 */
export const hashOfSecret = (secret: string) => createHash('sha256').update(secret).digest('hex');

/** In constant time; a key that is not there takes as long as one that is. */
export function isSecretOf(key: { readonly hash: string } | null, secret: string): boolean {
  const expected = Buffer.from(key?.hash ?? '0'.repeat(64), 'hex');
  const given = Buffer.from(hashOfSecret(secret), 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given) && key !== null;
}
