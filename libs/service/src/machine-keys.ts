/** Keys that machines bring: `marquee_<id>_<secret>`, so that scanners of repositories know one when they see it. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessKey } from '@marquee/contracts';

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

/**
 * Its secret, or the one before for as long as that is good. In constant time; a key that is not there takes as long as one that is.
 * `now` in milliseconds since 1970.
 */
export function isSecretOf(
  key: Pick<AccessKey, 'hash' | 'former'> | null,
  secret: string,
  now: number,
): boolean {
  const given = Buffer.from(hashOfSecret(secret), 'hex');
  const isLatest = isHash(given, key?.hash);
  const isFormer = isHash(given, key?.former?.hash);
  return isLatest || (isFormer && now < (key?.former?.until ?? 0));
}

function isHash(given: Buffer, hash: string | undefined): boolean {
  const expected = Buffer.from(hash ?? '0'.repeat(64), 'hex');
  return expected.length === given.length && timingSafeEqual(expected, given) && hash !== undefined;
}
