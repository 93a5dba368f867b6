/** What commits have left to be done: the outbox as the relay sees it, and deltas to fold. */
import type {
  ActorChanged,
  CoveredWrite,
  KeyChanged,
  MovieChanged,
  OutboxKind,
  RecordChanged,
  Subjects,
  TotalsChanged,
} from '@marquee/contracts';

export interface Outbox {
  /**
   * Rows that wait (or whose lease has run out), oldest first, leased to this relay in one statement. Rows that were committed since
   * the last call are given their positions first: none is claimed without.
   */
  claim(options: {
    readonly limit: number;
    readonly leaseMs: number;
    readonly now: number;
  }): Promise<readonly ClaimedRow[]>;
  /**
   * The current state of what the rows are about, read in one snapshot by few set-based queries: one event per movie, actor, key and
   * record, with all of its kept befores, covering all the rows' writes, with all the rows' positions. Also the generations registered
   * in that snapshot.
   */
  hydrate(rows: readonly ClaimedRow[]): Promise<Hydrated>;
  /**
   * The current state of these things, whether or not they have rows in the outbox, read and completed as `hydrate` does it; covers
   * nothing. What was never there gives no event. Some hundreds at once.
   */
  current(subjects: Subjects): Promise<Hydrated>;
  /** The queue has accepted them. */
  markPublished(rows: readonly ClaimedRow[], now: number): Promise<void>;
  /** Gives rows back, to be tried again at `retryAt`. */
  release(rows: readonly ClaimedRow[], retryAt: number): Promise<void>;
  /** Published rows not known to be in the view, oldest first. */
  unconfirmed(limit: number): Promise<readonly PublishedRow[]>;
  /** The writes that each of these rows is to cover, by `seq`; rows that are gone are left out. */
  coversOf(rows: readonly PublishedRow[]): Promise<ReadonlyMap<number, readonly CoveredWrite[]>>;
  /**
   * These are in the view. What is of no use any more goes now; `prune` takes rows with befores a week after their publication,
   * and the last of each movie after an hour, in which it can be traced.
   */
  confirm(rows: readonly PublishedRow[], now: number): Promise<void>;
  /** Published but not seen in the view: to be published again. */
  republish(rows: readonly PublishedRow[]): Promise<void>;
  /** When the oldest row was committed that is not confirmed, or `null`; deltas not folded yet count too. Milliseconds. */
  oldestUnconfirmedAt(): Promise<number | null>;
  /**
   * How far positions are given, and settled: all changes up to there are confirmed. `above` is a position that is known to be
   * settled; a near one saves work.
   */
  positions(above: number): Promise<Positions>;
  /** Deletes confirmed rows that have been kept long enough; returns how many, at most 1,000 a call. */
  prune(now: number): Promise<number>;
  /** How many rows wait to be published, and how many are published and not confirmed; no further than 100,000 of each. */
  sizes(): Promise<OutboxSizes>;
}

/** 0: none yet. */
export interface Positions {
  readonly last: number;
  readonly settled: number;
  /** When the change after the settled ones was made; `null` where there is none. Milliseconds. */
  readonly waitingSince: number | null;
}

export interface OutboxSizes {
  readonly pending: number;
  readonly published: number;
}

export interface ClaimedRow {
  readonly seq: number;
  readonly kind: OutboxKind;
  /** Id of the movie, actor, key or record; for totals the id of the fold. */
  readonly subject: string;
  readonly version: number;
  readonly attempts: number;
}

export interface PublishedRow {
  readonly seq: number;
  readonly kind: OutboxKind;
  /** The movie, actor, key or record; for totals all of the fold's selections. The view has the row when all are at its version. */
  readonly subjects: readonly string[];
  readonly version: number;
  /** `null` where a relay of an earlier release published it: it is given one soon. */
  readonly position: number | null;
  readonly publishedAt: number;
}

export interface Hydrated {
  readonly events: readonly (
    | MovieChanged
    | ActorChanged
    | TotalsChanged
    | KeyChanged
    | RecordChanged
  )[];
  readonly generations: readonly string[];
}

/** Deltas into ordinary changes. */
export interface Folds {
  /**
   * Turns rating deltas of up to `limit` movies into one change of each, leaving out movies whose last fold is younger than
   * `minIntervalMs`. Returns how many movies it changed, and when the next one becomes due (`null`: no deltas left).
   */
  foldRatings(options: {
    readonly limit: number;
    readonly minIntervalMs: number;
    readonly now: number;
  }): Promise<FoldResult>;
  /** Adds up to `limit` writes' total deltas to the totals, as one outbox row of kind `totals`. */
  foldTotals(options: { readonly limit: number; readonly now: number }): Promise<FoldResult>;
  /** Adds up to `limit` plays to the totals `plays:<movie id>`, as one outbox row of kind `totals`. */
  foldPlays(options: { readonly limit: number; readonly now: number }): Promise<FoldResult>;
  /**
   * Ranks movies of up to `limit` marks by what their plays and ratings have come to, those that move by one change of each, leaving
   * out movies whose last move is younger than `minIntervalMs`. Returns how many moved, and when the next mark becomes due (`null`:
   * none left).
   */
  rankMovies(options: {
    readonly limit: number;
    readonly minIntervalMs: number;
    readonly now: number;
  }): Promise<FoldResult>;
}

export interface FoldResult {
  readonly folded: number;
  readonly nextDueAt: number | null;
}
