/**
 * What a change does to the view: rows to put or remove, each with the version that decides which of two
 * contenders wins (the higher one; at the same version a removal). Applying the same mutation again changes nothing.
 *
 * An adapter applies the mutations of one event in three steps, each done before the next begins: list rows,
 * then rows by id and `changesByPosition`, then `appliedWrites`; so a version in `moviesById` says that the lists have it too.
 */

import type { MovieSort } from '@marquee/contracts';
import { isListTable, isTableById, type ListTable, type TableById } from './view-tables.js';

/** A row of `movie_lists`: one movie in one ordering of one selection. */
export interface PutMovieRow {
  readonly table: 'movieLists';
  readonly op: 'put';
  /** `<selection>/<sort>`, for example `genre:Drama/rating`; without a sort value `<selection>/<tail>`, see `tails.ts`. */
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

/** A row of a list that is kept in one of `listTables`. */
export interface PutListRow {
  readonly table: ListTable;
  readonly op: 'put';
  readonly list: string;
  readonly bucket: number;
  /** Order-preserving ASCII, never `''`. */
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
  /** What `sortKey` was made of, where the key does not tell; cursors carry it. */
  readonly sortValue: string | null;
  readonly json: string;
  /** Milliseconds since 1970; in tables whose rows expire, and there always. */
  readonly expiresAt?: number;
}

export interface RemoveListRow {
  readonly table: ListTable;
  readonly op: 'remove';
  readonly list: string;
  readonly bucket: number;
  readonly sortKey: string;
  readonly id: string;
  readonly version: number;
}

/** A row of one of `tablesById`; without JSON it says that the thing was deleted at this version. */
export interface PutRowById {
  readonly table: TableById;
  readonly id: string;
  readonly version: number;
  readonly json: string | null;
  /** As in `PutListRow`. */
  readonly expiresAt?: number;
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

/** As `RemoveMovie`, of what is of this table. */
export interface RemoveRowById {
  readonly table: TableById;
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

/** What a record makes of itself: rows of lists first, puts before removals, rows by id last. */
export type RecordRows = readonly (PutListRow | RemoveListRow | PutRowById | RemoveRowById)[];

/** A row of the view: what compares with what the write model says. All others only ever pass through. */
export type ViewRow =
  | PutMovieRow
  | PutActorMovie
  | PutMovie
  | PutListRow
  | PutRowById
  | PutTotal
  | PutName;

export type Removal =
  | RemoveMovieRow
  | RemoveActorMovie
  | RemoveListRow
  | RemoveMovie
  | RemoveRowById
  | RemoveTotal
  | RemoveName;

export type Mutation =
  | ViewRow
  | Removal
  | PutAppliedWrite
  | PutHeartbeat
  | PutChange
  | PutSettledPosition;

/** Of the mutations of a table in one of the two shapes. */
export function isOfList(mutation: Mutation): mutation is PutListRow | RemoveListRow {
  return isListTable(mutation.table);
}

export function isOfTableById(mutation: Mutation): mutation is PutRowById | RemoveRowById {
  return isTableById(mutation.table);
}

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

/** A movie in a filmography: its key in each sort that it has a value for, and what filters test. */
export interface FilmographyEntry extends MovieFilters {
  readonly keys: Readonly<Partial<Record<MovieSort, string>>>;
  readonly title: string;
}
