import { type Static, Type } from 'typebox';
import {
  exampleActor,
  exampleActorChange,
  exampleActorInput,
  exampleActorReplacement,
} from './examples.js';
import { date, nullable, text, uuid } from './schema.js';

export const genders = ['female', 'male', 'nonBinary', 'unknown'] as const;
export type Gender = (typeof genders)[number];

const gender = Type.Unsafe<Gender>({ type: 'string', enum: [...genders] });
const nullableGender = Type.Unsafe<Gender | null>({
  type: ['string', 'null'],
  enum: [...genders, null],
});

const written = {
  name: text(1, 300, { examples: ['Adam Driver'] }),
  birthDate: Type.Optional(nullable<string>(date())),
  deathDate: Type.Optional(nullable<string>(date())),
  gender: Type.Optional(nullableGender),
  biography: Type.Optional(nullable<string>(text(0, 10_000))),
  tmdbId: Type.Optional(nullable<number>(Type.Integer({ minimum: 1, maximum: 2 ** 53 - 1 }))),
  imdbId: Type.Optional(nullable<string>(Type.String({ pattern: '^nm[0-9]{1,15}$' }))),
};

const readOnly = {
  version: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
  movieCount: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
  providerId: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
};

export const ActorInput = Type.Object(
  { id: Type.Optional(uuid({ description: 'Made by the server when left out.' })), ...written },
  { additionalProperties: false, examples: [exampleActorInput] },
);
export type ActorInput = Static<typeof ActorInput>;

export const ActorReplacement = Type.Object(
  {
    id: Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' })),
    ...written,
    ...readOnly,
  },
  { additionalProperties: false, examples: [exampleActorReplacement] },
);
export type ActorReplacement = Static<typeof ActorReplacement>;

export const ActorPatch = Type.Partial(ActorReplacement, {
  additionalProperties: false,
  examples: [exampleActorChange],
});
export type ActorPatch = Static<typeof ActorPatch>;

/** An actor as the change queue carries it: `movieCount` changes without a new version, so it travels as a total. */
export const ActorRecord = Type.Object(
  {
    id: uuid(),
    version: Type.Integer(),
    providerId: uuid(),
    name: Type.String(),
    birthDate: nullable<string>(date()),
    deathDate: nullable<string>(date()),
    gender,
    biography: nullable<string>(Type.String()),
    tmdbId: nullable<number>(Type.Integer()),
    imdbId: nullable<string>(Type.String()),
  },
  { additionalProperties: false },
);
export type ActorRecord = Static<typeof ActorRecord>;

/** An actor as read. */
export const Actor = Type.Object(
  { ...ActorRecord.properties, movieCount: Type.Integer() },
  { additionalProperties: false, examples: [exampleActor] },
);
export type Actor = Static<typeof Actor>;
