/** What the admin ports take and answer; the command line prints the same. */
import { type Static, Type } from 'typebox';
import { instant, nullable } from './schema.js';

const strict = { additionalProperties: false };

export const DeadLetterSummary = Type.Object({
  id: Type.String(),
  generation: Type.String(),
  failedAt: instant(),
  reason: Type.String({ description: 'Message of the last error.' }),
  subjects: Type.Array(Type.String(), {
    description:
      '`movie:<id>`, `actor:<id>`, `total:<selection>`, `key:<id>`; empty where it cannot be read.',
  }),
});
export type DeadLetterSummary = Static<typeof DeadLetterSummary>;

export const DeadLetterList = Type.Object({
  items: Type.Array(DeadLetterSummary),
  total: Type.Integer({ description: 'Of all that there are.' }),
});
export type DeadLetterList = Static<typeof DeadLetterList>;

export const DeadLetterDetail = Type.Object({
  ...DeadLetterSummary.properties,
  job: Type.Unknown({ description: 'As it was published.' }),
});
export type DeadLetterDetail = Static<typeof DeadLetterDetail>;

/** Which letters: these, or all; of one generation, or of every. */
export const LetterSelection = Type.Object(
  {
    ids: Type.Optional(
      Type.Array(Type.String({ maxLength: 200 }), { minItems: 1, maxItems: 1_000 }),
    ),
    all: Type.Optional(Type.Boolean()),
    generation: Type.Optional(Type.String({ maxLength: 30 })),
  },
  strict,
);
export type LetterSelection = Static<typeof LetterSelection>;

export const LetterOutcome = Type.Object({
  done: Type.Integer({ description: 'Letters that are retried, or discarded, and gone.' }),
  unknown: Type.Array(Type.String(), { description: 'Ids that no letter has.' }),
  unreadable: Type.Array(Type.String(), {
    description: 'Kept, since they do not tell what they are about: they can only be discarded.',
  }),
});
export type LetterOutcome = Static<typeof LetterOutcome>;

export const ProjectorStatus = Type.Object({
  generations: Type.Array(
    Type.Object({
      generation: Type.String(),
      paused: Type.Boolean(),
      waiting: Type.Integer(),
      active: Type.Integer(),
      delayed: Type.Integer(),
      dead: Type.Integer(),
    }),
  ),
});
export type ProjectorStatus = Static<typeof ProjectorStatus>;

/** Of which generation; of every one when it names none. */
export const GenerationChoice = Type.Object(
  { generation: Type.Optional(Type.String({ maxLength: 30 })) },
  strict,
);
export type GenerationChoice = Static<typeof GenerationChoice>;

/** Where a movie is on its way from the write model into the view. */
export const MovieTrace = Type.Object({
  id: Type.String(),
  station: Type.String({
    enum: ['unknown', 'written', 'published', 'confirmed'],
    description: 'How far its newest change has come; `confirmed`: all is in the live view.',
  }),
  written: Type.Object({
    version: nullable<number>(Type.Integer()),
    deleted: Type.Boolean(),
    updatedAt: nullable<string>(instant()),
    ratingsWait: Type.Boolean({ description: 'Ratings are still to be folded into it.' }),
  }),
  changes: Type.Array(
    Type.Object({
      version: Type.Integer(),
      state: Type.String({ enum: ['pending', 'published', 'confirmed'] }),
      committedAt: instant(),
      attempts: Type.Integer({ description: 'At publishing it.' }),
      publishedAt: nullable<string>(instant()),
      confirmedAt: nullable<string>(instant()),
      requestIds: Type.Array(Type.String()),
    }),
    {
      description: 'The newest first: all that wait, and the last that was confirmed, for an hour.',
    },
  ),
  projected: Type.Array(
    Type.Object({
      generation: Type.String(),
      live: Type.Boolean(),
      version: nullable<number>(Type.Integer()),
      current: Type.Boolean({ description: 'It has the version that is written.' }),
    }),
  ),
  deadLetters: Type.Array(DeadLetterSummary, {
    description: 'About it, among the latest 1,000 of each generation.',
  }),
});
export type MovieTrace = Static<typeof MovieTrace>;
