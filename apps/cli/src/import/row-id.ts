/** Ids for rows that bring none: the same content has the same id in every run. */
import { createHash } from 'node:crypto';

/**
 * A UUID (version 8) of a row's content and of how often that content has occurred before it, this time included: exact copies are
 * different movies, whatever their place.
 */
export function rowId(contentHash: string, occurrence: number): string {
  const digest = createHash('sha256').update(`${contentHash}/${occurrence}`).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A digest of a JSON value that does not depend on blanks or on the order of its fields. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url');
}

/** JSON without blanks, fields in code unit order. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const texts = fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
  return `{${texts.join(',')}}`;
}
