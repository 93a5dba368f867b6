import { type Static, Type } from 'typebox';
import { exampleComment, exampleCommentInput } from './examples.js';
import { instant, text, uuid } from './schema.js';

export const CommentInput = Type.Object(
  {
    id: Type.Optional(uuid({ description: 'Made by the server when left out.' })),
    text: text(1, 10_000, {
      'x-verbatim': true,
      description: 'Kept byte for byte, blanks at its ends too; not blanks alone.',
    }),
  },
  { additionalProperties: false, examples: [exampleCommentInput] },
);
export type CommentInput = Static<typeof CommentInput>;

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
