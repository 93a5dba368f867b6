/** What was changed in a movie, by whom and when. */
import { type Static, Type } from 'typebox';
import { exampleMovieVersion, examplePastChange } from './examples.js';
import { instant, uuid } from './schema.js';

const PatchOperation = Type.Object(
  {
    op: Type.Unsafe<'add' | 'remove' | 'replace'>({
      ...{ type: 'string', enum: ['add', 'remove', 'replace'] },
    }),
    path: Type.String({ description: 'JSON pointer into the content; empty: all of it.' }),
    value: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);

export const PastChange = Type.Object(
  {
    version: Type.Integer({ description: 'That the change gave the movie.' }),
    action: Type.Unsafe<'created' | 'changed' | 'deleted'>({
      ...{ type: 'string', enum: ['created', 'changed', 'deleted'] },
    }),
    changedAt: instant(),
    changedBy: uuid({ description: 'Who: a provider or an administrator.' }),
    patch: Type.Array(PatchOperation, {
      description:
        'A JSON patch (RFC 6902) from the content before to the content after. The content is what callers write, complete, with the ' +
        'ids of actors in `cast`.',
    }),
  },
  { additionalProperties: false, examples: [examplePastChange] },
);
export type PastChange = Static<typeof PastChange>;

export const MovieVersion = Type.Object(
  { version: Type.Integer({ minimum: 1, description: 'Of the history.' }) },
  { additionalProperties: false, examples: [exampleMovieVersion] },
);
export type MovieVersion = Static<typeof MovieVersion>;
