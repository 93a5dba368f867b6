import { type Static, Type } from 'typebox';
import { ActorRecord } from './actor.js';
import { exampleChange } from './examples.js';
import { Movie } from './movie.js';
import { instant, uuid } from './schema.js';

/** One change of the feed, with what it is about as it is now: so that of two changes of one movie both may show the newer state. */
export const Change = Type.Object(
  {
    change: Type.Unsafe<'upsert' | 'deletion'>({ type: 'string', enum: ['upsert', 'deletion'] }),
    kind: Type.Unsafe<'movie' | 'actor'>({ type: 'string', enum: ['movie', 'actor'] }),
    id: uuid(),
    version: Type.Integer({
      description: 'Of what it shows: the version that the change made, or a newer one.',
    }),
    at: instant({ description: 'When it was made.' }),
    movie: Type.Optional(Movie),
    actor: Type.Optional(ActorRecord),
  },
  { additionalProperties: false, examples: [exampleChange] },
);
export type Change = Static<typeof Change>;

export const ChangePage = Type.Object(
  {
    items: Type.Array(Change),
    page: Type.Object(
      {
        limit: Type.Integer(),
        next: Type.String({ description: 'The place after these changes: the next `after`.' }),
        hasMore: Type.Boolean({
          description: 'Whether more is there: ask again at once; else after a while.',
        }),
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type ChangePage = Static<typeof ChangePage>;
