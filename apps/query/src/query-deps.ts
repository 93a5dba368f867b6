import type { ChangeFeed } from '@marquee/change-feed';
import type { Limiter } from '@marquee/limits';
import type { SearchIndex } from '@marquee/search';
import type { Authenticate, Sealer } from '@marquee/service';
import type { ViewTables } from '@marquee/view-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StreamSlots } from './changes/stream-slots.js';
import type { MoviePages } from './pages/movie-pages.js';
import type { Shortcut } from './pages/shortcut.js';
import type { SearchReplica } from './search/search-replica.js';

/** What the routes of the query API need; made in `main.ts`, or by the standalone app. */
export interface QueryDeps {
  /** The live generation's; `fresh` for reads with a token. @throws {Rejected} `unavailable` while there is none */
  readonly tables: (options?: { readonly fresh: boolean }) => ViewTables;
  /** Milliseconds that the view may be behind. */
  readonly viewLagMs: () => number;
  readonly sealer: Sealer;
  /** Who may read; `null`: everyone. */
  readonly authenticate: Authenticate | null;
  /** Who calls, for reads about persons, which are never open; left out: nobody may. */
  readonly callers?: Authenticate;
  /** Of reads, for each caller; `null`: no limit. */
  readonly readLimiter?: Limiter | null;
  /** Finished pages of movies, kept as long as nothing touches them. */
  readonly pages: MoviePages;
  /** All changes, in the order of commits. */
  readonly feed: ChangeFeed;
  /** Of those who are told of changes as they come. */
  readonly streams: StreamSlots;
  /** Answers kept pages before these routes are asked. */
  readonly shortcut?: Shortcut | null;
  /** Without it nothing is searched, suggested or related here. */
  readonly search?: SearchReplica | null;
}

export interface ReadRequest {
  readonly headers: {
    readonly 'consistency-token'?: string;
    readonly prefer?: string | undefined;
  };
}

/** What one route does with a request before it reads: waits for the write that a token names. */
export type ViewFor = (request: ReadRequest) => Promise<ViewTables>;

export interface Reading {
  readonly viewFor: ViewFor;
  /**
   * After `viewFor`, for reads of what follows the change feed: waits until that has the write too. `reached`: the position up to which
   * it has all changes.
   */
  readonly follows: (
    request: ReadRequest,
    reached: () => Promise<number> | number,
  ) => Promise<void>;
  /** Of a request that takes long: whether its token would still be accepted. */
  readonly mayStillRead: (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;
  readonly feed: ChangeFeed;
  readonly streams: StreamSlots;
  readonly pages: MoviePages;
  readonly shortcut: Shortcut | null;
  readonly sealer: Sealer;
  /** Whether answers must not be kept by shared caches, whoever asks. */
  readonly readsArePrivate: boolean;
}

export interface SearchReading extends Reading {
  /** An index, and tables that are at least as new: what is found is read from them. Both have the write that a token names. */
  readonly searchFor: (
    request: ReadRequest,
  ) => Promise<{ readonly index: SearchIndex; readonly tables: ViewTables }>;
}
