/** Users as logins and profiles ask for them. */
import type { Role } from '@marquee/contracts';
import type { UserState } from '@marquee/domain';
import type { Transact } from './make-store.js';
import type { Wide } from './rows.js';

export interface Users {
  /** Those of these who are there, in any order. */
  byIds(ids: readonly string[]): Promise<readonly UserState[]>;
  /** By `emailKeyOf` their address. */
  byEmail(emailKey: string): Promise<KnownUser | null>;
  /** The newest first, from a place on. */
  page(options: PageOptions): Promise<readonly Placed<UserState>[]>;
}

/** What a login needs, read at one moment: a token must not be newer than the password that it was given for. */
export interface KnownUser {
  readonly user: UserState;
  /** Of the user's row of `access_keys`, which tokens have to name; 0: there is none. */
  readonly since: number;
}

/** A stretch of a list that is read from its newest entry to its oldest. */
export interface PageOptions {
  /** `newer`: the entries just before the place, and from it on, so that the nearest stands first. */
  readonly direction: 'older' | 'newer';
  /** The place itself is left out; `null`: the end that the direction comes from. */
  readonly from: number | null;
  readonly limit: number;
}

/** An entry of such a list. */
export interface Placed<T> {
  readonly seq: number;
  readonly value: T;
}

export interface UserStatements {
  /** @ids → rows of those who are there */
  readonly byIds: string;
  /** @key → row of whoever has this e-mail address, with `since` */
  readonly byEmail: string;
  /** @from, @limit → rows before this place, the newest first */
  readonly older: string;
  /** @from, @limit → rows after this place, the oldest first */
  readonly newer: string;
  /** @id → row, locked for change; also of one who was deleted */
  readonly lock: string;
  /** @ids → id, is_erased of those who are or were users here, locked against change until the commit */
  readonly hold: string;
  /** @id, @version, @email, @key, @firstName, @lastName, @role, @hash, @createdAt */
  readonly insert: string;
  /** @id, @before, @version, @email, @key, @firstName, @lastName, @role, @hash → id */
  readonly update: string;
  /** @id, @before, @version → id */
  readonly erase: string;
}

export interface UserRow {
  readonly seq: Wide;
  readonly id: string;
  readonly version: Wide;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly role: Role;
  readonly password_hash: string | null;
  readonly created_at: Wide;
  readonly is_erased: number | boolean;
}

/** After every place. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

export function usersOf(transact: Transact): Users {
  return {
    async byIds(ids) {
      if (ids.length === 0) return [];
      const rows = await transact('write', ({ run, statements }) =>
        run<UserRow>(statements.users.byIds, { ids }),
      );
      return rows.map(userStateOf);
    },
    async byEmail(key) {
      const [row] = await transact('write', ({ run, statements }) =>
        run<UserRow & { readonly since: Wide | null }>(statements.users.byEmail, { key }),
      );
      return row === undefined ? null : { user: userStateOf(row), since: Number(row.since ?? 0) };
    },
    async page({ direction, from, limit }) {
      const rows = await transact('write', ({ run, statements }) =>
        run<UserRow>(statements.users[direction], { from: from ?? startOf(direction), limit }),
      );
      return rows.map((row) => ({ seq: Number(row.seq), value: userStateOf(row) }));
    },
  };
}

export const startOf = (direction: PageOptions['direction']) =>
  direction === 'older' ? NEWEST : 0;

/** Of one who is there. */
export function userStateOf(row: UserRow): UserState {
  const version = Number(row.version);
  return {
    ...{ id: row.id, version, editedVersion: version, role: row.role },
    email: row.email ?? '',
    firstName: row.first_name ?? '',
    lastName: row.last_name ?? '',
    passwordHash: row.password_hash ?? '',
    createdAt: new Date(Number(row.created_at)).toISOString(),
  };
}
