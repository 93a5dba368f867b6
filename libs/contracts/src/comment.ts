import { type Static, Type } from 'typebox';
import { exampleComment } from './examples.js';
import { instant, uuid } from './schema.js';

/** A comment as read, and as it travels. Its text is never changed: it is byte for byte what its author wrote. */
export const Comment = Type.Object(
  {
    id: uuid(),
    movieId: uuid(),
    userId: uuid({ description: 'Its author.' }),
    text: Type.String(),
    createdAt: instant(),
    version: Type.Integer(),
  },
  { additionalProperties: false, examples: [exampleComment] },
);
export type Comment = Static<typeof Comment>;

/** Every field that a list of comments is keyed by. */
export type CommentKeys = Pick<Comment, 'movieId' | 'userId' | 'createdAt'>;
