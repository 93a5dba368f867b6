/**
 * What a change does to the view: rows to put or remove, each with the version that decides which of two
 * contenders wins (the higher one; at the same version a removal). Applying the same mutation again changes nothing.
 *
 * An adapter applies the mutations of one event in three steps, each done before the next begins: list rows,
 * then rows by id and `changesByPosition`, then `appliedWrites`; so a version in `moviesById` says that the lists have it too.
 */

/** A row of `movie_lists`: one movie in one ordering of one selection. */
export interface PutMovieRow {
  readonly table: 'movieLists';
  readonly op: 'put';
  /** `<selection>/<sort>`, for example `genre:Drama/rating`. */
  readonly list: string;
  /** Number of split points at or below this row; -1 holds the rows without a sort value. */
  readonly bucket: number;
  /** Order-preserving ASCII; `''` exactly where the movie has no sort value. */
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
  /** What `sortKey` was made of, where the key does not tell (titles); cursors carry it. */
  readonly sortValue: string | null;
  /** The whole movie as read; `null` when longer than 8 KB: read it by id. */
  readonly fullJson: string | null;
  readonly summaryJson: string;
  /** `MovieFilters` as JSON: what residual filters test. */
  readonly filters: string;
}

export interface RemoveMovieRow {
  readonly table: 'movieLists';
  readonly op: 'remove';
  readonly list: string;
  readonly bucket: number;
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
}

/** A row of `actor_movies`, the filmographies: stored once, sorted when read. */
export interface PutActorMovie {
  readonly table: 'actorMovies';
  readonly op: 'put';
  readonly actorId: string;
  readonly id: string;
  readonly version: number;
  /** `FilmographyEntry` as JSON: the sort keys and the filters. */
  readonly entry: string;
}

export interface RemoveActorMovie {
  readonly table: 'actorMovies';
  readonly op: 'remove';
  readonly actorId: string;
  readonly id: string;
  readonly version: number;
}

/** A row of `movies_by_id`; without JSON it says that the movie was deleted at this version. */
export interface PutMovie {
  readonly table: 'moviesById';
  readonly id: string;
  readonly version: number;
  readonly fullJson: string | null;
  readonly summaryJson: string | null;
}

/** A row of `actor_lists`: `all` and `birthDate:<day>`, by name. */
export interface PutActorRow {
  readonly table: 'actorLists';
  readonly op: 'put';
  readonly list: string;
  readonly bucket: number;
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
  readonly sortValue: string;
  /** `ActorRecord` as JSON. */
  readonly json: string;
}

export interface RemoveActorRow {
  readonly table: 'actorLists';
  readonly op: 'remove';
  readonly list: string;
  readonly bucket: number;
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
}

/** A row of `actors_by_id`; `json` is an `ActorRecord`, or `null` when the actor was deleted at this version. */
export interface PutActor {
  readonly table: 'actorsById';
  readonly id: string;
  readonly version: number;
  readonly json: string | null;
}

/** A row of `totals`, the size of a selection. */
export interface PutTotal {
  readonly table: 'totals';
  readonly selection: string;
  readonly count: number;
  readonly version: number;
}

/** A row of `genres` or `tags`: its name and in how many movies it stands (0 is not shown). */
export interface PutName {
  readonly table: 'genres' | 'tags';
  readonly name: string;
  readonly movies: number;
  readonly version: number;
}

/** A row of `access_keys`; `json` is an `AccessKey`. */
export interface PutAccessKey {
  readonly table: 'accessKeys';
  readonly id: string;
  readonly version: number;
  readonly json: string;
}

/** A row of `applied_writes`, kept for a day: this share of the write is in the view. */
export interface PutAppliedWrite {
  readonly table: 'appliedWrites';
  readonly write: string;
  readonly subject: string;
  /** Of its change in the feed. */
  readonly position?: number;
}

/** A row of `changes_by_position`, which all generations share; kept for 30 days. A position's row is always the same. */
export interface PutChange {
  readonly table: 'changesByPosition';
  readonly position: number;
  /** That of the event: `movie`, `actor`, … */
  readonly kind: string;
  /** `''` where the event is about no single thing. */
  readonly id: string;
  /** That the change made. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The one row of `settled_position`, which all generations share: the highest wins. */
export interface PutSettledPosition {
  readonly table: 'settledPosition';
  readonly settled: number;
}

/** The one row of `heartbeat`. */
export interface PutHeartbeat {
  readonly table: 'heartbeat';
  readonly at: number;
  readonly oldestUnconfirmedAt: number | null;
  readonly version: number;
}

/** Takes away the row by id of a movie that the write model knows nothing of; a deleted movie's row stays. */
export interface RemoveMovie {
  readonly table: 'moviesById';
  readonly op: 'remove';
  readonly id: string;
  readonly version: number;
}

export interface RemoveActor {
  readonly table: 'actorsById';
  readonly op: 'remove';
  readonly id: string;
  readonly version: number;
}

export interface RemoveTotal {
  readonly table: 'totals';
  readonly op: 'remove';
  readonly selection: string;
  readonly version: number;
}

export interface RemoveName {
  readonly table: 'genres' | 'tags';
  readonly op: 'remove';
  readonly name: string;
  readonly version: number;
}

export interface RemoveAccessKey {
  readonly table: 'accessKeys';
  readonly op: 'remove';
  readonly id: string;
  readonly version: number;
}

/** A row of the view: what compares with what the write model says. All others only ever pass through. */
export type ViewRow =
  | PutMovieRow
  | PutActorMovie
  | PutMovie
  | PutActorRow
  | PutActor
  | PutTotal
  | PutName
  | PutAccessKey;

export type Removal =
  | RemoveMovieRow
  | RemoveActorMovie
  | RemoveActorRow
  | RemoveMovie
  | RemoveActor
  | RemoveTotal
  | RemoveName
  | RemoveAccessKey;

export type Mutation =
  | ViewRow
  | Removal
  | PutAppliedWrite
  | PutHeartbeat
  | PutChange
  | PutSettledPosition;

export function isRemoval(mutation: Mutation): mutation is Removal {
  return 'op' in mutation && mutation.op === 'remove';
}

/** What a filter can test without opening the movie's JSON. */
export interface MovieFilters {
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly year: number | null;
  readonly language: string | null;
  readonly provider: string;
  readonly average: number | null;
}

/** A movie in a filmography: its key in each sort (`''` without a value), and what filters test. */
export interface FilmographyEntry extends MovieFilters {
  readonly keys: {
    readonly title: string;
    readonly releaseDate: string;
    readonly rating: string;
    readonly addedAt: string;
  };
  readonly title: string;
}
