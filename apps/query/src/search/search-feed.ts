/** Where a search index learns of changes: what it needs of the change feed. */

/** Between two changes of one feed. */
export interface FeedPlace {
  /** Tells the feed from one of a store that was there before. */
  readonly beganAt: number;
  readonly position: number;
}

export interface SearchChange {
  /** `movie`, or what is not searched. */
  readonly kind: string;
  readonly id: string;
  /** Of `json`, or of the deletion: that which the change made, or a newer one. */
  readonly version: number;
  /** When it was made; milliseconds since 1970. */
  readonly at: number;
  /** The whole movie as it is now; `null`: it is deleted. */
  readonly json: string | null;
}

export interface SearchFeed {
  /** A place up to which the view has all changes: whatever a copy lacks that is made of the view from now on comes after it. */
  newest(): Promise<FeedPlace>;
  /**
   * Hands on all changes after a place, in order and some at a time, until the signal comes. Rejects where some of them are kept no
   * longer: make a new copy.
   */
  tail(place: FeedPlace, options: TailOptions): Promise<void>;
  /** The position up to which changes must have been told for all of this write to be among them; `null`: none that is known. */
  positionOf(write: string): Promise<number | null>;
}

export interface TailOptions {
  /** The changes, and the place after them. Asked again when it is done. */
  readonly onChanges: (changes: readonly SearchChange[], place: FeedPlace) => Promise<void>;
  readonly signal: AbortSignal;
}
