/** The write port: transactions of the command app. Adapters: SQL Server and SQLite. */
import { type Comment, type Origin, StoreUnavailable } from '@marquee/contracts';
import type {
  ActorState,
  MovieState,
  SessionState,
  SubscriptionState,
  UserState,
  WebhookState,
} from '@marquee/domain';
import type { AccessKeys } from './access-keys.js';
import type { NewComment } from './comments/save-comment.js';
import type { MovieHistory, PastContent } from './history/movie-history.js';
import type { Imports, NewImport } from './imports/imports.js';
import type { Folds, Outbox } from './outbox-port.js';
import type { Statistics } from './statistics/statistics.js';
import type { Subscriptions } from './subscriptions.js';
import type { Survey } from './survey.js';
import type { Tasks } from './tasks.js';
import type { Users } from './users.js';
import type { Webhooks } from './webhooks/webhooks.js';

export interface WriteStore {
  /** Runs the migrations that are missing; safe to run twice and by two processes at once. Returns the names of those it ran. */
  migrate(): Promise<readonly string[]>;
  /** Throws `WriteStoreNotReady` when the schema is not the one this code was written for. */
  check(): Promise<void>;
  /**
   * One transaction: rows, outbox and deltas commit together or not at all. The whole of `work` is run again (bounded, with jitter)
   * on a deadlock or a lost race for a unique key, so it must have no other effects. `onCommitted` of the store is called after it.
   */
  write<T>(work: (tx: WriteTransaction) => Promise<T>, options: WriteOptions): Promise<Written<T>>;
  /** Deletes idempotency keys that have expired; returns how many, at most 1,000 a call. */
  pruneKeys(now: number): Promise<number>;
  /** Deletes sessions of longer than a year ago; returns how many, at most 2,000 a call. */
  pruneSessions(now: number): Promise<number>;
  readonly outbox: Outbox;
  readonly folds: Folds;
  readonly survey: Survey;
  readonly tasks: Tasks;
  readonly imports: Imports;
  readonly accessKeys: AccessKeys;
  readonly users: Users;
  readonly subscriptions: Subscriptions;
  readonly history: MovieHistory;
  readonly webhooks: Webhooks;
  readonly statistics: Statistics;
  /** Stars of one user for one movie, or `null`: in half stars. Throws `Rejected('movie-not-found')`. */
  readRating(movieId: string, userId: string): Promise<number | null>;
  /** Where the changes of a movie are, also of one that is deleted or was never there. */
  traceMovie(id: string): Promise<WrittenMovie>;
  /** Number of movies, for the sample catalogue's "only when empty". */
  isEmpty(): Promise<boolean>;
  generations(): Promise<readonly { readonly name: string; readonly projectionVersion: number }[]>;
  registerGeneration(generation: {
    readonly name: string;
    readonly projectionVersion: number;
  }): Promise<void>;
  /** Nothing is published to it any longer, but for what relays have in hand. */
  forgetGeneration(name: string): Promise<void>;
  ping(): Promise<void>;
  /** Use of the connections at this moment; `null` where the store is a file. */
  pool(): PoolUse | null;
  close(): Promise<void>;
}

export interface PoolUse {
  /** The most connections that there may be. */
  readonly size: number;
  readonly inUse: number;
  /** Transactions that wait for a connection. */
  readonly waiting: number;
}

export interface WriteOptions {
  /** Sealed into the consistency token; several transactions of one batch share it. */
  readonly write: string;
  /** Numbers the transactions of one write, from 0: names their totals (`totals:<part>`). */
  readonly part?: number;
  /** Who writes: stored as `providerId` of what is made. */
  readonly providerId: string;
  /** Milliseconds since 1970; the floor of new versions, and what `addedAt` and `updatedAt` are made of. */
  readonly now: number;
  /** The request that asks for it: named by the events of what changes. */
  readonly origin?: Origin | undefined;
  /** Does all of it, and rolls it back at the end. An idempotency key is neither read nor stored then. */
  readonly dryRun?: boolean | undefined;
  /**
   * Carries the write out once: for a day, the same key gives the result of the first one (`replayed`), which must survive JSON.
   * `Rejected('idempotency-key-reused')` for another request, `Rejected('idempotency-key-busy')` while the first is under way.
   */
  readonly idempotency?: IdempotencyKey | undefined;
}

export interface IdempotencyKey {
  /** Up to 36 characters. */
  readonly caller: string;
  /** Up to 60 characters. */
  readonly route: string;
  /** Up to 220 characters. */
  readonly key: string;
  /** SHA-256 of what is asked for, in base64url. */
  readonly requestHash: string;
  /** Id of a user whose data the answer holds, where that is not the caller: with the user it goes. */
  readonly about?: string;
}

export interface Written<T> {
  readonly value: T;
  /** How many subjects (movies, actors, totals) the view must note as applied before it has all of this write. */
  readonly subjects: number;
  /** The write that it is: of a replay, the first one's. */
  readonly write: string;
  /** It had been carried out before, under the same idempotency key. */
  readonly replayed: boolean;
}

/**
 * The operations of one transaction. One lock order: actors by id, then movies by id, then records by id; so resolve and lock actors first.
 * All of them are set-based: a list of one costs what a single call would.
 */
export interface WriteTransaction {
  /** Undoes what `work` did where it throws; what was done before it stays. Not to be nested. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /**
   * The actor of each reference, locked against renames until the commit; those of unknown names are made (by this write's provider,
   * with outbox rows), and so are those of unknown ids that bring a name. Other missing ids come back as `null`.
   */
  resolveActors(refs: readonly ActorRef[]): Promise<readonly (ResolvedActor | null)[]>;
  /**
   * Names of these actors by id, read without locks. Right for the casts of movies that this transaction has locked: a rename
   * cannot commit before it has given those movies a new version.
   */
  actorNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The movies that have one of these ids or identifiers, locked for change, whole, in order of id. */
  lockMovies(keys: MovieIdentifiers): Promise<readonly MovieState[]>;
  /** The movies that have one of these ids or identifiers, each once; without locks. */
  findMovies(names: readonly NamedMovie[]): Promise<readonly NamedMovie[]>;
  /** Which of these ids belonged to movies that were deleted. */
  deletedMovies(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Stores each change, with a new version (`max(previous + 1, now)`, also above a deleted movie's of the same id), its outbox row
   * (with befores where keys moved) and the deltas of the totals. `after: null` deletes. Returns the states as stored, in order.
   * A taken identifier is `Rejected('already-exists')`.
   */
  saveMovies(changes: readonly MovieChange[]): Promise<readonly (MovieState | null)[]>;
  /** What the change of this version had made of the movie, unless that is what it still is, or is not kept any longer. */
  contentMadeBy(movieId: string, version: number): Promise<PastContent | null>;
  /** For a write that changes nothing: makes its token wait for earlier writes of these movies that the view may not have yet. */
  awaitMovies(ids: readonly string[]): Promise<void>;

  /** An actor, locked for change, or `null`. */
  lockActor(id: string): Promise<ActorState | null>;
  /** Whether the actor stands in a movie of another provider than this. */
  actorInMoviesOfOthers(id: string, providerId: string): Promise<boolean>;
  /** Makes, changes (a new name gives all of the actor's movies new versions, by set-based statements) or deletes an actor (out of every cast). */
  saveActor(change: ActorChange): Promise<ActorState | null>;
  awaitActor(id: string): Promise<void>;

  /** As `saveRatings` with one rating. False when the movie is unknown. */
  saveRating(rating: GivenRating): Promise<boolean>;
  /**
   * Sets or removes stars of users and appends the deltas, one for each movie. In order: of several for one movie and user each sees
   * the one before it. `null` where the movie is unknown. `Rejected('user-not-found')` when one of the others is of a user who was
   * deleted.
   */
  saveRatings(ratings: readonly GivenRating[]): Promise<readonly (SavedRating | null)[]>;
  /** Appends one play of the movie. False when it is unknown. */
  savePlay(movieId: string): Promise<boolean>;

  /** Makes a comment at the transaction's time. @throws {Rejected} `user-not-found`, `movie-not-found`, `already-exists` */
  createComment(comment: NewComment): Promise<Comment>;
  /** A comment, locked for change, or `null`. */
  lockComment(id: string): Promise<Comment | null>;
  /** One that this transaction has locked. */
  deleteComment(comment: Comment): Promise<void>;
  /** Deletes all comments of a user; returns how many. To be called after actors and movies have been locked. */
  eraseComments(userId: string): Promise<number>;

  /**
   * Adds what was told of sessions, each named once and in the order of their ids, to what is known of them: a few statements for
   * each thousand. What tells nothing new changes nothing, and is waited for where it is on its way to the view. Returns the players
   * among them who were deleted: nothing is kept of those.
   */
  saveSessions(told: readonly SessionState[]): Promise<ReadonlySet<string>>;
  /** Deletes all sessions of a player; returns how many. */
  eraseSessions(playerId: string): Promise<number>;

  /** Takes an upload in, at the transaction's time: it waits for those of its folder that came before. */
  createImport(upload: NewImport): Promise<void>;

  /** A user who is there, locked for change, or `null`. Users are locked before anything of theirs. */
  lockUser(id: string): Promise<UserState | null>;
  /**
   * Keeps a user from being deleted until the commit, and tells whether they were before: for whatever is stored of them.
   * `unknown`: nobody of this id was ever made here; it may be a user of another issuer.
   */
  holdUser(id: string): Promise<'there' | 'erased' | 'unknown'>;
  /** The same for many: returns those of them who were deleted before. */
  holdUsers(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whether something is stored or acts under this id already, so that nobody may choose it for themself. */
  userIdIsClaimed(id: string): Promise<boolean>;
  /**
   * Makes, changes or deletes a user, with all that the user left. Another password or role, and a deletion, end the tokens of before.
   * `Rejected('already-exists')` for an id that somebody has or had, `Rejected('email-taken')`.
   */
  saveUser(change: UserChange): Promise<UserState | null>;

  /** A subscription, locked for change, or `null`. */
  lockSubscription(id: string): Promise<SubscriptionState | null>;
  /** Makes, changes or deletes a subscription; to make one, hold its user. `Rejected('already-exists')`. */
  saveSubscription(change: SubscriptionChange): Promise<SubscriptionState | null>;

  /** A webhook, locked for change, or `null`. */
  lockWebhook(id: string): Promise<WebhookState | null>;
  /**
   * Makes, moves or deletes a webhook. `Rejected('already-exists')`, `Rejected('too-many-webhooks')`, `Rejected('user-not-found')` for
   * an owner who was deleted.
   */
  saveWebhook(change: WebhookChange): Promise<WebhookState | null>;
}

export interface NamedMovie {
  readonly id: string;
  readonly tmdbId: number | null;
  readonly imdbId: string | null;
}

export interface GivenRating {
  readonly movieId: string;
  readonly userId: string;
  /** `null` removes. */
  readonly halfStars: number | null;
}

export interface SavedRating {
  /** The half stars that it took the place of. */
  readonly before: number | null;
}

/** By id; or by one of its identifiers, else by name, made when there is none. */
export type ActorRef =
  | {
      readonly actorId: string;
      /** Of the actor who is made under this id where there is none; left out: none is made. */
      readonly nameOfNew?: string;
    }
  | { readonly name: string; readonly tmdbId: number | null; readonly imdbId: string | null };

export interface ResolvedActor {
  readonly id: string;
  readonly name: string;
}

export interface MovieIdentifiers {
  readonly ids?: readonly string[];
  readonly tmdbIds?: readonly number[];
  readonly imdbIds?: readonly string[];
}

/** `version`, `editedVersion` and `updatedAt` of `after` are set by the store; the rest is taken as it is. */
export interface MovieChange {
  readonly before: MovieState | null;
  readonly after: MovieState | null;
}

export interface ActorChange {
  readonly before: ActorState | null;
  readonly after: ActorState | null;
}

export interface UserChange {
  readonly before: UserState | null;
  readonly after: UserState | null;
}

export interface SubscriptionChange {
  readonly before: SubscriptionState | null;
  readonly after: SubscriptionState | null;
}

export interface WebhookChange {
  readonly before: WebhookState | null;
  readonly after: WebhookState | null;
}

export interface WrittenMovie {
  /** `null` where it was never there. */
  readonly version: number | null;
  readonly deleted: boolean;
  /** `null` where it is not there. */
  readonly updatedAt: string | null;
  /** The newest first, up to 20: all that wait, and those that are kept once they are confirmed. Milliseconds since 1970. */
  readonly changes: readonly {
    readonly version: number;
    readonly state: 'pending' | 'published' | 'confirmed';
    readonly attempts: number;
    readonly origins: readonly Origin[];
    readonly committedAt: number;
    readonly publishedAt: number | null;
    readonly confirmedAt: number | null;
  }[];
  /** Whether ratings are still to be folded into it. */
  readonly ratingsWait: boolean;
}

export class WriteStoreNotReady extends Error {
  override name = 'WriteStoreNotReady';
}

/** The store does not answer or is saturated: try again later. */
export class WriteStoreUnavailable extends StoreUnavailable {
  override name = 'WriteStoreUnavailable';
}
