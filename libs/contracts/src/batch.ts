import { type Static, Type } from 'typebox';
import { exampleBatch, exampleBatchResults } from './examples.js';
import { Problem } from './problem.js';
import { uuid } from './schema.js';

/** For documents alone: a row is validated apart from its envelope, since what is wrong in it fails that row alone. */
const row = Type.Unknown({ 'x-documented-as': 'MovieInput' });

export const MovieBatch = Type.Object(
  { movies: Type.Array(row, { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false, examples: [exampleBatch] },
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
  { additionalProperties: false, examples: [exampleBatchResults] },
);
