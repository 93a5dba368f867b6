/** An upload of rows that become movies, and how far it has come. */
import { type Static, Type } from 'typebox';
import { exampleImport } from './examples.js';
import { instant, nullable, uuid } from './schema.js';

/** So many refused rows of an import are kept with their reasons; all are counted. */
export const MAX_IMPORT_REASONS = 1_000;

const count = (description: string) => Type.Integer({ minimum: 0, description });

const ImportFault = Type.Object(
  {
    pointer: Type.Optional(
      Type.String({ description: 'JSON pointer into the movie that the row is.' }),
    ),
    code: Type.String(),
    detail: Type.String(),
  },
  { additionalProperties: false },
);
export type ImportFault = Static<typeof ImportFault>;

const ImportReason = Type.Object(
  {
    row: Type.Integer({ minimum: 1, description: 'Number of the row; blank lines are none.' }),
    line: Type.Integer({ minimum: 1, description: 'Line of the body where it stands.' }),
    errors: Type.Array(ImportFault, { description: 'All that is wrong with it, up to 30.' }),
  },
  { additionalProperties: false },
);
export type ImportReason = Static<typeof ImportReason>;

export const importStates = ['waiting', 'running', 'done', 'failed'] as const;

export const Import = Type.Object(
  {
    id: uuid(),
    state: Type.Enum([...importStates], {
      description:
        '`waiting` for those before it, `running`, `done`: every row is stored or refused; `failed`: it could not be gone on with.',
    }),
    detail: nullable<string>(Type.String({ description: 'Why it failed.' })),
    dryRun: Type.Boolean({ description: 'Whether rows were checked alone.' }),
    providerId: uuid({ description: 'Whose upload it is, and whose the movies are.' }),
    bytes: count('Length of the body, uncompressed.'),
    sha256: Type.String({ description: 'Of the body, uncompressed, in hexadecimal digits.' }),
    bytesRead: count('How much of it is done, about.'),
    rows: count('How many rows are done.'),
    accepted: count('Rows that made a movie.'),
    replaced: count('Rows that took the place of what a movie was.'),
    unchanged: count('Rows whose movie was there already, or was deleted since an earlier import.'),
    refused: count('Rows that are not right.'),
    reasons: Type.Array(ImportReason, {
      description: `Why rows were refused: the first ${MAX_IMPORT_REASONS} of them.`,
    }),
    createdAt: instant(),
    startedAt: nullable<string>(instant()),
    endedAt: nullable<string>(instant()),
  },
  { additionalProperties: false, examples: [exampleImport] },
);
export type Import = Static<typeof Import>;
