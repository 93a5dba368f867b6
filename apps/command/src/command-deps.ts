import type { ChangeFeed } from '@marquee/change-feed';
import type { Limiter } from '@marquee/limits';
import type { Authenticate, Sealer, TokenKey } from '@marquee/service';
import type { WriteStore } from '@marquee/write-store';
import type { ImportQueue } from './imports/open-imports.js';
import type { Passwords } from './users/passwords.js';

/** What the routes of the command API work with. */
export interface CommandDeps {
  readonly writeStore: WriteStore;
  /** Of consistency tokens: shared with the query apps. */
  readonly sealer: Sealer;
  readonly authenticate: Authenticate;
  /** Of writes, for each caller; `null`: no limit. */
  readonly writeLimiter?: Limiter | null;
  /** Of failed logins, for each account and address; `null`: no limit. */
  readonly loginLimiter?: Limiter | null;
  /** Of access tokens: the first signs. */
  readonly tokenKeys: readonly TokenKey[];
  /** Where exports say from where on to follow the changes. */
  readonly feed: Pick<ChangeFeed, 'newest'>;
  readonly passwords: Passwords;
  readonly imports: ImportQueue;
  /** Whether everybody may make a user of theirs; left out: yes. Else administrators do. */
  readonly signUpOpen?: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A version 7 UUID in lower case. */
  readonly newId: () => string;
  /** A write id that nobody can guess. */
  readonly newWrite: () => string;
}
