import { type Static, type TSchema, Type } from 'typebox';
import { exampleNamedCount, examplePage } from './examples.js';
import { nullable } from './schema.js';

export const Page = Type.Object(
  {
    limit: Type.Integer(),
    next: nullable<string>(Type.String({ description: 'Cursor of the page after this one.' })),
    previous: nullable<string>(Type.String({ description: 'Cursor of the page before this one.' })),
    total: nullable<number>(
      Type.Integer({ description: 'Size of the selection, where it is known.' }),
    ),
  },
  { additionalProperties: false, examples: [examplePage] },
);
export type Page = Static<typeof Page>;

export const pageOf = (item: TSchema, more: object = {}) =>
  Type.Object({ items: Type.Array(item), page: Page }, { additionalProperties: false, ...more });

/** A genre or a tag, and in how many movies it stands. */
export const NamedCount = Type.Object(
  { name: Type.String(), movies: Type.Integer() },
  { additionalProperties: false, examples: [exampleNamedCount] },
);
export type NamedCount = Static<typeof NamedCount>;

export const movieSorts = [
  'title',
  'releaseDate',
  'rating',
  'addedAt',
  'plays',
  'popularity',
] as const;
export type MovieSort = (typeof movieSorts)[number];
