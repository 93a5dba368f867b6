/** The `Idempotency-Key` header: a string of RFC 8941, or the bare text. */
import { createHash } from 'node:crypto';
import { Type } from 'typebox';

const longest = 200;
const quoted = `"([ !#-\\[\\]-~]|\\\\["\\\\]){1,${longest}}"`;
const bare = `[!#-+\\--~]{1,${longest}}`;

export const idempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      pattern: `^(${quoted}|${bare})$`,
      description:
        'For a day, the same key and body of the same caller give the first answer again, with `Idempotency-Replayed`; ' +
        `what was refused is tried anew. Up to ${longest} characters, as a string of RFC 8941 or bare (without blanks, commas ` +
        'and quotes). Another body: 422 `idempotency-key-reused`. While the first is still under way after a second: 409 ' +
        '`idempotency-key-busy`.',
      examples: ['"8e03978e-40d5-43e8-bc93-6894a57f9324"'],
    }),
  ),
});

/** What the header says, without the quotes of its form. */
export function keyOf(header: string): string {
  return header.startsWith('"') ? header.slice(1, -1).replaceAll(/\\(.)/g, '$1') : header;
}

/** The same for bodies that mean the same, whatever the order of their fields. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(JSON.stringify(body, inOrder)).digest('base64url');
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
