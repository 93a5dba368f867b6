import { type Static, Type } from 'typebox';
import { Problem } from './problem.js';
import { uuid } from './schema.js';

/** The envelope only: what is wrong in a row fails that row alone. */
export const MovieBatch = Type.Object(
  { movies: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false },
);
export type MovieBatch = Static<typeof MovieBatch>;

export const BatchResult = Type.Object(
  {
    index: Type.Integer(),
    status: Type.Integer(),
    id: Type.Unsafe<string | null>({ ...uuid(), type: ['string', 'null'] }),
    version: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
    problem: Type.Optional(Problem),
  },
  { additionalProperties: false },
);
export type BatchResult = Static<typeof BatchResult>;

export const BatchResults = Type.Object(
  { results: Type.Array(BatchResult) },
  { additionalProperties: false },
);
