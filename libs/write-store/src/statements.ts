/**
 * The SQL texts that each database brings, by what they do. Parameters are named in the text;
 * arrays arrive as JSON. Texts that change rows under a guard return the ids of those they changed,
 * since counts are not reliable everywhere.
 */
import type { RecordType } from '@marquee/contracts';
import type { CommentStatements } from './comments/comment-statements.js';
import type { HistoryStatements } from './history/history-statements.js';
import type { ImportStatements } from './imports/import-statements.js';
import type { SessionStatements } from './sessions/session-statements.js';
import type { StatisticsStatements } from './statistics/statistics-statements.js';
import type { SubscriptionStatements } from './subscriptions.js';
import type { SurveyStatements } from './survey.js';
import type { TaskStatements } from './tasks.js';
import type { UserStatements } from './users.js';
import type { WebhookStatements } from './webhooks/webhook-statements.js';

export interface Statements {
  readonly movies: MovieStatements;
  readonly actors: ActorStatements;
  readonly ratings: RatingStatements;
  readonly outbox: OutboxStatements;
  readonly totals: TotalsStatements;
  readonly plays: PlayStatements;
  readonly ranks: RankStatements;
  readonly survey: SurveyStatements;
  readonly tasks: TaskStatements;
  readonly imports: ImportStatements;
  readonly keys: KeyStatements;
  readonly accessKeys: AccessKeyStatements;
  readonly records: RecordStatements;
  readonly comments: CommentStatements;
  readonly users: UserStatements;
  readonly subscriptions: SubscriptionStatements;
  readonly sessions: SessionStatements;
  readonly history: HistoryStatements;
  readonly webhooks: WebhookStatements;
  readonly statistics: StatisticsStatements;
  /** Marks a place in the transaction. */
  readonly savepoint: string;
  /** Undoes what was done since that place. */
  readonly rollbackToSavepoint: string;
  /** Makes `schema_migrations` where it is missing. */
  readonly migrationsTable: string;
  /** → a row where there is that table */
  readonly migrationsTableExists: string;
}

export interface MovieStatements {
  /** @ids, @tmdbIds, @imdbIds → movie rows, locked for change */
  readonly lock: string;
  /** @ids → movie rows */
  readonly byIds: string;
  /** @ids → part rows: genres, tags, directors and cast with names */
  readonly parts: string;
  /** @rows { id, tmdbId, imdbId } → id, tmdb_id, imdb_id of movies that have one of these */
  readonly conflicting: string;
  /** @rows, whole */
  readonly insert: string;
  /** @rows, whole, with `before`, the version they must have → id */
  readonly update: string;
  /** @rows { id, before } → id */
  readonly delete: string;
  readonly insertGenres: string;
  readonly insertTags: string;
  readonly insertDirectors: string;
  /** @ids of movies */
  readonly deleteGenres: string;
  readonly deleteTags: string;
  readonly deleteDirectors: string;
  /** @rows { movieId, actorId, character, order } */
  readonly insertCast: string;
  /** @rows { movieId, actorId, character } */
  readonly deleteCast: string;
  /** @ids → id, version */
  readonly deleted: string;
  /** @rows { id, version } */
  readonly insertDeleted: string;
  /** @ids */
  readonly forgetDeleted: string;
  /** → n: 1 where there is a movie */
  readonly any: string;
}

export interface ActorStatements {
  /** @ids → id, name; locked against change until the commit */
  readonly share: string;
  /** @ids → id, name; without locks */
  readonly names: string;
  /**
   * @names, @tmdbIds, @imdbIds → id, name, tmdb_id, imdb_id, seq; locked against change until the
   * commit
   */
  readonly find: string;
  /** @id → actor row, locked */
  readonly lock: string;
  /** @ids → actor rows */
  readonly byIds: string;
  /** @rows { id, tmdbId, imdbId } → id, tmdb_id, imdb_id of actors that have one of these */
  readonly conflicting: string;
  readonly insert: string;
  /** @rows, with `before` → id */
  readonly update: string;
  /** @rows { id, before } → id */
  readonly delete: string;
  readonly deleted: string;
  readonly insertDeleted: string;
  readonly forgetDeleted: string;
  /** @id → movie_id of each movie that the actor is in, in order */
  readonly movies: string;
  /** @id, @version (least) → id, version of the actor's movies, each with a new version */
  readonly touchMovies: string;
  /** @id, @provider → n: 1 where the actor is in a movie of another provider */
  readonly inMoviesOfOthers: string;
}

export interface RatingStatements {
  /** @ids → id of those that are movies */
  readonly movies: string;
  /** @rows { movieId, userId } → rating rows, locked for change */
  readonly lock: string;
  /** @rows { movieId, userId, halfStars, ratedOn, version } */
  readonly insert: string;
  /** @rows as `insert`, with `before`, the version they must have → user_id */
  readonly update: string;
  /** @rows { movieId, userId, before } → user_id */
  readonly delete: string;
  /** @user, @limit → rating rows of so many ratings of this user, deleted */
  readonly takeOfUser: string;
  /** @movie, @limit → rating rows, deleted in the order of their users */
  readonly takeOfMovie: string;
  /** @rows { movieId, covers, countDelta, halfDelta, origin, createdAt } */
  readonly insertDeltas: string;
  /** @limit → movie_id, folded_at (0: never) of movies with deltas; the longest unfolded first */
  readonly due: string;
  /**
   * @ids of movies, @limit → movie_id, covers, count_delta, half_delta, origin, created_at; deletes
   * them, the oldest first
   */
  readonly takeDeltas: string;
  /** @ids of movies → movie_id, covers of all of their deltas; deletes them */
  readonly takeGone: string;
  /** @rows { id, before, version, count, half }, @now → id */
  readonly fold: string;
  /** @ids of movies → movie_id of those that have deltas */
  readonly unfolded: string;
  /** → created_at of the oldest */
  readonly oldest: string;
}

export interface OutboxStatements {
  /** @rows { kind, subject, version, writes, beforeKeys, selections, origins, createdAt } */
  readonly insert: string;
  /**
   * Gives positions to rows that are committed and have none, up to some thousands, in the order of `seq`; `null` where `seq` is the
   * position
   */
  readonly givePositions: string | null;
  /**
   * @above → last, the last position given; waiting, created_at of the first row above that one that is not confirmed
   */
  readonly positions: string;
  /** @limit, @now, @farthest, @leaseEnd → seq, kind, subject, version, attempts */
  readonly claim: string;
  /** @seqs → seq, kind, subject, version, position, writes, selections, origins, created_at */
  readonly read: string;
  /** @subjects → kind, subject, before_keys of all kept rows, the oldest first */
  readonly befores: string;
  /** @seqs, @now */
  readonly markPublished: string;
  /** @seqs, @retryAt */
  readonly release: string;
  /** @limit → seq, kind, subject, version, position, selections, published_at */
  readonly unconfirmed: string;
  /** @seqs: deletes what was confirmed earlier of the same movies, but for befores */
  readonly forgetConfirmed: string;
  /** @seqs: those that are of no use any more */
  readonly deleteConfirmed: string;
  /** @seqs, @now, @traceEnd, @beforesMs: of their writes the first stays, the transaction's own */
  readonly keepConfirmed: string;
  /** @seqs */
  readonly republish: string;
  /** @now → seq of up to 1,000 rows, deleted */
  readonly prune: string;
  /** @limit → pending, published: how many rows are in these states, no further than the limit */
  readonly sizes: string;
  /**
   * → created_at of the oldest row that waits, and of the oldest that is published and not
   * confirmed
   */
  readonly oldest: string;
  /**
   * @movie → version, state, attempts, origins, created_at, published_at, confirmed_at of its last 20
   * rows, the newest first
   */
  readonly ofMovie: string;
  /** @kind, @subjects → subject of those with rows that are not confirmed */
  readonly unconfirmedSubjects: string;
}

/** Of idempotency keys: all but `prune` and `forgetUser` take @caller, @route and @key. */
export interface KeyStatements {
  /** @hash, @now, @about (empty: nobody); fails where the key is there, and when it is under way for longer than a second */
  readonly take: string;
  /** What `take` sets on the connection, to be run when it failed; `null`: nothing */
  readonly putBack: string | null;
  /** @result */
  readonly keep: string;
  /** → request_hash, result, created_at */
  readonly read: string;
  /** @before: deletes it where it is older */
  readonly forget: string;
  /** @id: deletes all that this user asked for, or that are about this user */
  readonly forgetUser: string;
  /** @before → created_at of up to 1,000 rows, deleted */
  readonly prune: string;
}

/** Those of access keys that are not the same everywhere. */
export interface AccessKeyStatements {
  /** @ids → key rows */
  readonly byIds: string;
}

/** Of records of any type. */
export interface RecordStatements {
  /** Of each type: @ids → rows */
  readonly byIds: Readonly<Record<RecordType, string>>;
  /** @type, @ids → id, version */
  readonly deleted: string;
  /** @rows { type, id, version } */
  readonly insertDeleted: string;
  /** @type, @ids */
  readonly forgetDeleted: string;
}

export interface TotalsStatements {
  /** @covers, @deltas, @now */
  readonly insertDeltas: string;
  /** @limit → covers, deltas, created_at; deletes them */
  readonly takeDeltas: string;
  /** @selections → selection, count, version; locked for change */
  readonly lock: string;
  /** @selections → selection, count, version */
  readonly read: string;
  /** @rows { selection, count, version, before } → selection */
  readonly update: string;
  /** @rows { selection, count, version } */
  readonly insert: string;
  /** → created_at of the oldest delta */
  readonly oldest: string;
}

export interface PlayStatements {
  /** @movie, @covers, @now */
  readonly insertDelta: string;
  /** @limit → movie_id, covers, created_at; deletes them */
  readonly takeDeltas: string;
  /** @ids of movies → movie_id, covers of all of their deltas; deletes them */
  readonly takeGone: string;
  /** → created_at of the oldest delta */
  readonly oldest: string;
}

export interface RankStatements {
  /** @ids of movies; those that are gone are left out */
  readonly mark: string;
  /** @limit, @before, @now → movie_id of marks of movies ranked last before this, or in future; the longest ago first */
  readonly due: string;
  /** → ranked_at of the next mark, or null */
  readonly next: string;
  /** @ids of movies → movie_id of their marks; deletes them */
  readonly take: string;
  /** @rows { id, before, version, plays, popularity }, @now → id */
  readonly save: string;
}
