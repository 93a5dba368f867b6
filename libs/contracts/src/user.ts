/** People with a login. Of their password only a hash is stored, and nothing of it is ever answered. */
import { type Static, Type } from 'typebox';
import { type Role, roles } from './access-key.js';
import {
  exampleUser,
  exampleUserChange,
  exampleUserInput,
  exampleUserProfile,
  exampleUserReplacement,
} from './examples.js';
import { instant, text, uuid } from './schema.js';

/** Also of its key. */
export const MAX_EMAIL_LENGTH = 254;
const MIN_PASSWORD_LENGTH = 8;
export const MAX_PASSWORD_LENGTH = 200;

/**
 * What no two users have in common: their e-mail address without outer blanks and differences in case. To upper case first, since
 * several letters may have one upper case (ς and σ), and one of them several (ß).
 */
export const emailKeyOf = (email: string) =>
  email.trim().toUpperCase().toLowerCase().normalize('NFC');

const email = Type.String({
  format: 'email',
  maxLength: MAX_EMAIL_LENGTH,
  'x-text': true,
  description: 'Kept without outer blanks. No two users have one that differs in case alone.',
});

/** Blanks around it count, but not towards its least length. */
const password = text(MIN_PASSWORD_LENGTH, MAX_PASSWORD_LENGTH, {
  pattern: `^[\\s\\S]{0,${MAX_PASSWORD_LENGTH}}$`,
  description: 'Blanks around it are part of it. It is never answered.',
});

const role = Type.Unsafe<Role>({
  type: 'string',
  enum: [...roles],
  description: 'Given by administrators alone; left out, it stays. Another role ends all tokens.',
});

const names = {
  firstName: text(1, 100),
  lastName: text(1, 100),
};

const ignored = Type.Optional(Type.Unknown({ description: 'Read-only: ignored.' }));

export const UserInput = Type.Object(
  {
    id: Type.Optional(uuid({ description: 'Made by the server when left out.' })),
    email,
    password,
    ...names,
  },
  { additionalProperties: false, examples: [exampleUserInput] },
);
export type UserInput = Static<typeof UserInput>;

export const UserReplacement = Type.Object(
  {
    email,
    ...names,
    password: Type.Optional(password),
    role: Type.Optional(role),
    ...{ id: ignored, version: ignored, createdAt: ignored },
  },
  { additionalProperties: false, examples: [exampleUserReplacement] },
);
export type UserReplacement = Static<typeof UserReplacement>;

export const UserPatch = Type.Partial(UserReplacement, {
  additionalProperties: false,
  examples: [exampleUserChange],
});
export type UserPatch = Static<typeof UserPatch>;

/** What everybody with a token may know of a user. */
export const UserProfile = Type.Object(
  { id: uuid(), firstName: Type.String(), lastName: Type.String() },
  { additionalProperties: false, examples: [exampleUserProfile] },
);
export type UserProfile = Static<typeof UserProfile>;

/** What the user and administrators may know. */
export const User = Type.Object(
  {
    id: uuid(),
    version: Type.Integer(),
    email: Type.String(),
    firstName: Type.String(),
    lastName: Type.String(),
    role: Type.Unsafe<Role>({ type: 'string', enum: [...roles] }),
    createdAt: instant(),
  },
  { additionalProperties: false, examples: [exampleUser] },
);
export type User = Static<typeof User>;
