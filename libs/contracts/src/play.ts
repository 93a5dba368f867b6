/** Starts of movies: how one is told, and how many there are. */
import { type Static, Type } from 'typebox';
import { examplePlayCount, examplePlayRecorded } from './examples.js';
import { nullable, uuid } from './schema.js';

/** What is sent when a playback starts: nothing, or an empty object. */
export const PlayStarted = nullable<Record<string, never>>(
  Type.Object({}, { additionalProperties: false, examples: [{}] }),
);
export type PlayStarted = Static<typeof PlayStarted>;

export const PlayRecorded = Type.Object(
  { movieId: uuid() },
  { additionalProperties: false, examples: [examplePlayRecorded] },
);
export type PlayRecorded = Static<typeof PlayRecorded>;

export const PlayCount = Type.Object(
  { movieId: uuid(), plays: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false, examples: [examplePlayCount] },
);
export type PlayCount = Static<typeof PlayCount>;
