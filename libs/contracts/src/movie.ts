import { type Static, Type } from 'typebox';
import {
  exampleMovie,
  exampleMovieChange,
  exampleMovieInput,
  exampleMovieReplacement,
  exampleMovieSummary,
  examplePart,
  exampleStars,
} from './examples.js';
import { date, instant, nullable, text, uuid } from './schema.js';

/** Names that lists are keyed by: no `,` or `|`, which combine them in queries. */
const label = (what: string) =>
  text(1, 100, { pattern: '^[^,|]*$', description: `${what}, without "," and "|".` });

const castEntryInput = Type.Object(
  {
    actorId: Type.Optional(uuid({ description: 'An actor that exists.' })),
    name: Type.Optional(
      text(1, 300, {
        description: 'Beside `actorId` it is ignored; alone it finds or makes the actor.',
      }),
    ),
    tmdbId: Type.Optional(nullable<number>(Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1 }))),
    imdbId: Type.Optional(nullable<string>(Type.String({ pattern: '^nm[0-9]{1,15}$' }))),
    character: Type.Optional(nullable<string>(text(0, 200))),
    order: Type.Optional(nullable<number>(Type.Integer({ minimum: 0, maximum: 100_000 }))),
  },
  { additionalProperties: false, 'x-rule': 'actor-id-or-name' },
);

/** The fields of a movie that callers write, all but `id`. */
const written = {
  title: text(1, 500, {
    description: 'Kept as sent but for outer blanks.',
    examples: ['Paterson'],
  }),
  originalTitle: Type.Optional(
    nullable<string>(text(1, 500, { description: 'The title in its own language.' })),
  ),
  synopsis: Type.Optional(nullable<string>(text(0, 10_000))),
  tagline: Type.Optional(nullable<string>(text(0, 500))),
  releaseDate: Type.Optional(
    nullable<string>(
      date({
        pattern: '^(18[7-9]\\d|19\\d\\d|2[01]\\d\\d|2200)-',
        description: 'From 1870 to 2200, like `year`.',
        examples: ['2016-11-16'],
      }),
    ),
  ),
  year: Type.Optional(
    nullable<number>(
      Type.Integer({
        minimum: 1870,
        maximum: 2200,
        description: 'Taken from `releaseDate` when that is given; the two must agree.',
      }),
    ),
  ),
  runtimeMinutes: Type.Optional(nullable<number>(Type.Integer({ minimum: 1, maximum: 6_000 }))),
  genres: Type.Optional(nullable<string[]>(Type.Array(label('A genre'), { maxItems: 20 }))),
  tags: Type.Optional(nullable<string[]>(Type.Array(label('A tag'), { maxItems: 50 }))),
  directors: Type.Optional(nullable<string[]>(Type.Array(text(1, 200), { maxItems: 50 }))),
  language: Type.Optional(
    nullable<string>(
      Type.String({
        format: 'language-tag',
        description: 'Original language, a BCP 47 tag.',
        examples: ['en'],
      }),
    ),
  ),
  posterUrl: Type.Optional(
    nullable<string>(Type.String({ format: 'https-url', maxLength: 2_048 })),
  ),
  tmdbId: Type.Optional(nullable<number>(Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1 }))),
  imdbId: Type.Optional(
    nullable<string>(Type.String({ pattern: '^tt[0-9]{1,15}$', examples: ['tt5247022'] })),
  ),
  wikipediaTitle: Type.Optional(nullable<string>(text(1, 500))),
  cast: Type.Optional(
    nullable<Static<typeof castEntryInput>[]>(Type.Array(castEntryInput, { maxItems: 1_000 })),
  ),
};

/** What the server keeps; ignored in `PUT` and `PATCH`, so that what was read can be sent back. */
const readOnly = {
  version: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
  providerId: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
  addedAt: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
  updatedAt: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
  rating: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
};

const movieRules = {
  additionalProperties: false,
  'x-rule': 'year-agrees-with-release-date',
} as const;

export const MovieInput = Type.Object(
  { id: Type.Optional(uuid({ description: 'Made by the server when left out.' })), ...written },
  { ...movieRules, examples: [exampleMovieInput] },
);
export type MovieInput = Static<typeof MovieInput>;

export const MovieReplacement = Type.Object(
  {
    id: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
    ...written,
    ...readOnly,
  },
  { ...movieRules, examples: [exampleMovieReplacement] },
);
export type MovieReplacement = Static<typeof MovieReplacement>;

export const MoviePatch = Type.Partial(MovieReplacement, {
  ...movieRules,
  examples: [exampleMovieChange],
});
export type MoviePatch = Static<typeof MoviePatch>;

export const CastEntry = Type.Object(
  {
    actorId: uuid(),
    name: Type.String(),
    character: nullable<string>(Type.String()),
    order: Type.Integer(),
  },
  { additionalProperties: false },
);
export type CastEntry = Static<typeof CastEntry>;

export const Rating = Type.Object(
  {
    average: nullable<number>(Type.Number({ description: 'Mean of all stars, two decimals.' })),
    count: Type.Integer(),
  },
  { additionalProperties: false },
);
export type Rating = Static<typeof Rating>;

/** A movie without its long parts, as `fields=summary` answers it. */
const summary = {
  id: uuid(),
  version: Type.Integer(),
  title: Type.String(),
  originalTitle: nullable<string>(Type.String()),
  tagline: nullable<string>(Type.String()),
  releaseDate: nullable<string>(date()),
  year: nullable<number>(Type.Integer()),
  runtimeMinutes: nullable<number>(Type.Integer()),
  genres: Type.Array(Type.String()),
  tags: Type.Array(Type.String()),
  directors: Type.Array(Type.String()),
  language: nullable<string>(Type.String()),
  posterUrl: nullable<string>(Type.String()),
  tmdbId: nullable<number>(Type.Integer()),
  imdbId: nullable<string>(Type.String()),
  wikipediaTitle: nullable<string>(Type.String()),
  providerId: uuid(),
  addedAt: instant(),
  updatedAt: instant(),
  rating: Rating,
};

export const MovieSummary = Type.Object(summary, {
  additionalProperties: false,
  examples: [exampleMovieSummary],
});
export type MovieSummary = Static<typeof MovieSummary>;

export const Movie = Type.Object(
  { ...summary, synopsis: nullable<string>(Type.String()), cast: Type.Array(CastEntry) },
  { additionalProperties: false, examples: [exampleMovie] },
);
export type Movie = Static<typeof Movie>;

/** An actor's part in one movie. */
export const PartInput = Type.Object(
  {
    character: Type.Optional(nullable<string>(text(0, 200))),
    order: Type.Optional(nullable<number>(Type.Integer({ minimum: 0, maximum: 100_000 }))),
  },
  { additionalProperties: false, examples: [examplePart] },
);
export type PartInput = Static<typeof PartInput>;

/** Stars that one user gives one movie. */
export const Stars = Type.Object(
  { stars: Type.Number({ minimum: 0.5, maximum: 5, multipleOf: 0.5 }) },
  { additionalProperties: false, examples: [exampleStars] },
);
export type Stars = Static<typeof Stars>;
