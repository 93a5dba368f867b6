/** What a change makes of a user. A change that changes nothing gives the very same object back. */
import { isDeepStrictEqual } from 'node:util';
import {
  Rejected,
  type Role,
  type User,
  type UserInput,
  type UserPatch,
  type UserProfile,
  type UserReplacement,
} from '@marquee/contracts';
import type { Writer } from './check-owner.js';

export interface UserState {
  readonly id: string;
  readonly version: number;
  /** As of movies; each change of a user is a caller's own. */
  readonly editedVersion: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
  /** In the form of PHC strings: with its parameters and its salt. */
  readonly passwordHash: string;
  readonly createdAt: string;
}

/** What callers change, complete. */
type UserContent = Pick<UserState, 'email' | 'firstName' | 'lastName' | 'role' | 'passwordHash'>;

/** Who changes it, and the hash of the password that they gave; `null`: they gave none. */
export interface UserEdit {
  readonly writer: Writer;
  readonly passwordHash: string | null;
}

/** A user whom nobody has stored yet; the store gives it its version. `now` in milliseconds. */
export function decideCreateUser(
  input: UserInput,
  made: { readonly id: string; readonly passwordHash: string; readonly now: number },
): UserState {
  const { id, passwordHash, now } = made;
  const createdAt = new Date(now).toISOString();
  const role = 'viewer';
  return {
    ...{ id, version: 0, editedVersion: 0, ...textsOf(input), role, passwordHash, createdAt },
  };
}

/** `PUT`: role and password stay where they are left out. @throws {Rejected} `forbidden` */
export function decideReplaceUser(
  before: UserState,
  input: UserReplacement,
  edit: UserEdit,
): UserState {
  const role = input.role ?? before.role;
  checkRole(before, role, edit.writer);
  const passwordHash = edit.passwordHash ?? before.passwordHash;
  const content: UserContent = { ...textsOf(input), role, passwordHash };
  return isDeepStrictEqual(contentOf(before), content) ? before : { ...before, ...content };
}

/** `PATCH`, a JSON merge patch (RFC 7396). @throws {Rejected} `forbidden` */
export function decidePatchUser(before: UserState, patch: UserPatch, edit: UserEdit): UserState {
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined));
  return decideReplaceUser(before, { ...contentOf(before), ...given }, edit);
}

/** Whether tokens that were made before this change are no good after it. */
export const endsTokens = (before: UserState, after: UserState) =>
  before.passwordHash !== after.passwordHash || before.role !== after.role;

export function userAsRead(state: UserState): User {
  const { id, version, email, firstName, lastName, role, createdAt } = state;
  return { id, version, email, firstName, lastName, role, createdAt };
}

export const profileOf = ({ id, firstName, lastName }: UserState): UserProfile => ({
  ...{ id, firstName, lastName },
});

function checkRole(before: UserState, role: Role, writer: Writer): void {
  if (role === before.role || writer.role === 'administrator') return;
  throw new Rejected('forbidden', 'Only administrators give roles.');
}

type Texts = Pick<UserInput, 'email' | 'firstName' | 'lastName'>;

const textsOf = ({ email, firstName, lastName }: Texts) => ({
  ...{ email: email.trim(), firstName: firstName.trim(), lastName: lastName.trim() },
});

function contentOf({ email, firstName, lastName, role, passwordHash }: UserState): UserContent {
  return { email, firstName, lastName, role, passwordHash };
}
