/** Building blocks of the schemas: each carries its limits, so that documents, validation and types agree. */
import { type TSchema, Type } from 'typebox';

/** A value that may also be `null`, as a type array (OpenAPI 3.1 and JSON Schema 2020-12). */
export function nullable<T>(schema: TSchema & { readonly type: string }) {
  return Type.Unsafe<T | null>({ ...schema, type: [schema.type, 'null'] });
}

/**
 * Text without control characters but newline and tab; lengths are UTF-16 units after trimming. With `x-verbatim` it is kept as it
 * is, and the greatest length counts all of it.
 */
export const text = (minLength: number, maxLength: number, more: object = {}) =>
  Type.String({ minLength, maxLength, 'x-text': true, ...more });

/** A calendar day that exists, `2026-01-31`. */
export const date = (more: object = {}) => Type.String({ format: 'date', ...more });

/** An instant in UTC with milliseconds, `2026-01-31T09:30:00.000Z`. */
export const instant = (more: object = {}) => Type.String({ format: 'date-time', ...more });

/** A UUID; read in any case, kept and answered in lower case. */
export const uuid = (more: object = {}) => Type.String({ format: 'uuid', ...more });

const oneUuid = '[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}';

/** Up to so many UUIDs with commas between them, as parameters name several things; `idsIn` reads it. */
export const uuidList = (most: number, more: object = {}) =>
  Type.String({ pattern: `^${oneUuid}(,${oneUuid}){0,${most - 1}}$`, ...more });

/** Each once, in lower case. */
export const idsIn = (list: string): readonly string[] => [
  ...new Set(list.toLowerCase().split(',')),
];
