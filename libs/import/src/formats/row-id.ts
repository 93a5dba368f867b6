/** Ids for rows that bring none: the same content, or the same name, has the same id in every run. */
import { createHash } from 'node:crypto';

/**
 * A UUID (version 8) of a row's content and of how often that content has occurred before it, this time included: exact copies are
 * different movies, whatever their place.
 */
export const rowId = (contentHash: string, occurrence: number): string =>
  uuidOf(createHash('sha256').update(`${contentHash}/${occurrence}`).digest());

/** Makes the ids of one run's rows, in order. Keeps some 100 bytes for each different row. */
export function contentIds(): (content: unknown) => string {
  const occurrences = new Map<string, number>();
  return (content) => {
    const hash = contentHash(content);
    const occurrence = (occurrences.get(hash) ?? 0) + 1;
    occurrences.set(hash, occurrence);
    return rowId(hash, occurrence);
  };
}

/** What names are made unique by. Never to be changed: ids that were made of it stand in catalogues. */
const namespace = Buffer.from('5f0c2e4b8a7d4c1e9b3af26d71c08e55', 'hex');

/** A UUID of a name in another system, such as `imdb/title/tt0111161`: of version 8, by SHA-256 as RFC 9562 (B.2) has it. */
export const nameId = (name: string): string =>
  uuidOf(createHash('sha256').update(namespace).update(name).digest());

function uuidOf(digest: Buffer): string {
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
