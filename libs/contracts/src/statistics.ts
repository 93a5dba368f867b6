/** How a provider's deliveries go. */
import { type Static, Type } from 'typebox';
import { exampleProviderStatistics } from './examples.js';
import { date, instant, nullable, uuid } from './schema.js';

const counted = {
  refusedRows: Type.Integer({
    description: 'Rows of batches and imports that were refused for what was wrong in them.',
  }),
  changes: Type.Integer({
    description: 'Changes of the movies of which it was seen when the view had them.',
  }),
  p50Ms: nullable<number>(
    Type.Integer({ description: 'Half of them were in the view after that time.' }),
  ),
  p99Ms: nullable<number>(Type.Integer({ description: 'Of a hundred of them, all but one were.' })),
};

export const ProviderStatistics = Type.Object(
  {
    providerId: uuid(),
    at: instant({
      description: 'When movies, ratings and plays were added up: up to a minute ago.',
    }),
    movies: Type.Integer({ description: 'That are there now.' }),
    ratings: Type.Integer({ description: 'Of these movies.' }),
    plays: Type.Integer({ description: 'Of these movies.' }),
    since: date({ description: 'The first of the thirty days that the rest is about, in UTC.' }),
    ...counted,
    days: Type.Array(Type.Object({ day: date(), ...counted }, { additionalProperties: false }), {
      description: 'Those with anything, in order.',
    }),
  },
  { additionalProperties: false, examples: [exampleProviderStatistics] },
);
export type ProviderStatistics = Static<typeof ProviderStatistics>;
