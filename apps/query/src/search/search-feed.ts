/** Where a search index learns of changes: what it needs of the change feed. */

/** Something was changed, a movie where its kind says so: the view has it at this version or a later one. */
export interface SearchChange {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  /** When it was committed; milliseconds since 1970. */
  readonly at: number;
}

export interface SearchChanges {
  /** In their order; none is left out between two calls. */
  readonly changes: readonly SearchChange[];
  /** That of the last one: all changes up to it have been told then. */
  readonly position: number;
}

export interface SearchFeed {
  /** A position that the view has reached: what a scan finds from now on has all changes up to it. */
  reached(): Promise<number>;
  /** Tells of all changes after a position, in order, and goes on when `take` resolves; where it rejects, the same ones come again. */
  follow(after: number, take: (news: SearchChanges) => Promise<void>): Following;
  /** The position up to which changes must be told for all of this write to be among them; `null`: none that is known. */
  positionOf(write: string): Promise<number | null>;
}

export interface Following {
  /** Rejects where it cannot go on, since changes it has not told are not kept any longer. */
  readonly ended: Promise<never>;
  stop(): void;
}
