/** The view port: what projectors write and query apps read. Adapters: Cassandra and SQLite. */
import {
  type CoveredWrite,
  type Generation,
  type NamedCount,
  type Position,
  StoreUnavailable,
} from '@marquee/contracts';
import type {
  ListTable,
  Mutation,
  RowAddress,
  RowKey,
  TableById,
  ViewRow,
  ViewTable,
} from '@marquee/projection';
import type { ChangeFeed } from './change-feed.js';

export interface ViewStore {
  /** Makes what is shared by all generations (keyspace or file, table of generations); safe to run twice and at once. */
  migrate(): Promise<void>;
  /** Every generation that there is, with its state. Throws `ViewStoreNotReady` before `migrate`. */
  generations(): Promise<readonly StoredGeneration[]>;
  /** Makes a generation's tables and registers it; does nothing when it is there. */
  createGeneration(generation: Generation, createdAt: number): Promise<void>;
  /** Makes it the one that query apps read. */
  switchTo(name: string): Promise<void>;
  /** Drops the tables of a generation that is neither read nor written any longer. Throws a `RangeError` for the live one. */
  dropGeneration(name: string): Promise<void>;
  /**
   * The tables of one generation. `fresh`: reads see all that was confirmed before, also where the URL lets open reads ask a
   * single node; for reads that answer a consistency token.
   */
  open(generation: Generation, options?: { readonly fresh?: boolean }): ViewTables;
  /**
   * Deletes tombstones and applied writes older than a day, and changes older than 30, a bounded number of each; returns how many, 0
   * when none are left.
   * To be called every few minutes, again at once while it finds some. `now`: milliseconds since 1970.
   */
  sweep(now: number): Promise<number>;
  /** A number that changes when another process changes the store; `null` where the store cannot tell. Costs microseconds. */
  foreignChanges(): number | null;
  /** Resolves when the store answers; else throws. */
  ping(): Promise<void>;
  /** Ends its connections. After an outage the Cassandra driver may keep a timer: a process that is done says `process.exit`. */
  close(): Promise<void>;
}

export interface StoredGeneration extends Generation {
  readonly live: boolean;
}

export interface ViewTables extends ChangeFeed {
  readonly generation: Generation;
  /**
   * Applies the mutations of each event, the inner arrays, in the steps that `Mutation` states; events are independent of
   * each other. Resolves when all survive a crash of the process. Any repetition and any order of events leaves the same rows. An event that puts
   * rows of a movie into lists puts the movie by id as well, at the same version.
   */
  apply(events: readonly (readonly Mutation[])[]): Promise<void>;
  /** Resolves when all that was applied before, by any process, would survive a loss of power: to be awaited before a source forgets it. */
  persist(): Promise<void>;

  /** A slice of one movie list, across its buckets, valued rows first and those without a value last, whatever the sort's direction. */
  movieSlice(
    query: SliceQuery & { readonly columns: 'full' | 'summary' | 'filters' | 'keys' },
  ): Promise<MovieRow[]>;
  /** Bodies by id, in the order asked; `null` for unknown and deleted ones. At most 100 ids. */
  moviesById(ids: readonly string[], fields: 'full' | 'summary'): Promise<(StoredJson | null)[]>;
  /** The whole filmography, in no order; `entry` is a `FilmographyEntry` as JSON. At most `limit` rows. */
  actorMovies(
    actorId: string,
    limit: number,
  ): Promise<{ readonly id: string; readonly entry: string }[]>;

  /**
   * A slice of a list that one of the described tables holds. `prefix` keeps to sort keys that begin with it. This and the next two
   * throw `Rejected('view-behind')` where the generation is older than the table.
   */
  listSlice(table: ListTable, query: SliceQuery & { readonly prefix?: string }): Promise<ListRow[]>;
  /** In the order asked; `null` for unknown and deleted ones. At most 100 ids. */
  rowsById(table: TableById, ids: readonly string[]): Promise<(StoredJson | null)[]>;
  /** Versions (of deleted ones too) that the view has reached; unknown ones are left out. At most 1,000 ids. */
  versions(table: TableById | 'moviesById', ids: readonly string[]): Promise<Map<string, number>>;

  /** Sizes of selections; those never counted are left out. At most 1,000. */
  totals(
    selections: readonly string[],
  ): Promise<Map<string, { readonly count: number; readonly version: number }>>;
  /** By name in code unit order, without those of no movie. */
  names(kind: 'genres' | 'tags'): Promise<NamedCount[]>;
  /** How many subjects of this write are noted as applied; counts no further than `atMost`. */
  appliedSubjects(write: string, atMost: number): Promise<number>;
  /** The rows at these places as they are stored, in the order asked; `null` where there is none. At most 10,000. */
  storedRows(places: readonly RowAddress[]): Promise<(StoredRow | null)[]>;
  /** All rows of a table, in the store's own order: a slice of about `limit`, from the place where an earlier one ended. */
  scan(table: ViewTable, options: ScanOptions): Promise<Scanned>;
  /** Those of these shares of writes that are not noted as applied. At most 1,000. */
  unapplied(covers: readonly CoveredWrite[]): Promise<CoveredWrite[]>;
  /** All that is noted as applied, in the store's own order: a slice of about `limit`, from where an earlier one ended. */
  appliedWrites(options: {
    readonly after: string | null;
    readonly limit: number;
  }): Promise<{ readonly covers: readonly CoveredWrite[]; readonly next: string | null }>;
  heartbeat(): Promise<ViewHeartbeat | null>;
}

/** Milliseconds since 1970, as in `Heartbeat`. */
export interface ViewHeartbeat {
  readonly at: number;
  readonly oldestUnconfirmedAt: number | null;
  /** Microseconds: one above it replaces this heartbeat. */
  readonly version: number;
}

/** Up to when the view has everything that was written: what `View-Lag` is counted from. */
export const upToDateAt = ({ at, oldestUnconfirmedAt }: ViewHeartbeat): number =>
  Math.min(at, oldestUnconfirmedAt ?? at);

export interface SliceQuery {
  /** `<selection>/<sort>` for movies; other tables name theirs as their projections do. */
  readonly list: string;
  /** The sort's own direction. */
  readonly order: 'ascending' | 'descending';
  /** `next` walks the sort as it is, `previous` against it (rows come in the walk's order). */
  readonly walk: 'next' | 'previous';
  /** Rows strictly beyond this place in the walk's direction; `null` begins at the walk's start. */
  readonly after: Position | null;
  readonly limit: number;
}

export interface MovieRow extends Position {
  /** As in `PutMovieRow`. */
  readonly sortValue: string | null;
  /** By `columns`: the whole movie (`null` when too long for a list row), the summary, the filters; `null` for `keys`. */
  readonly json: string | null;
}

export interface ListRow extends Position {
  /** As in `PutListRow`. */
  readonly sortValue: string | null;
  readonly json: string;
}

export interface StoredJson {
  readonly id: string;
  readonly version: number;
  readonly json: string;
}

/** For comparing: whatever someone has made of it. */
export interface StoredRow {
  /** The newest of its cells: what a change must be newer than to replace all of it. */
  readonly version: number;
  /** `null`: removed at this version. */
  readonly row: ViewRow | null;
}

export interface ScanOptions {
  /** `next` of the slice before; `null` for the first. */
  readonly after: string | null;
  readonly limit: number;
  /** Whether what is in the rows is wanted, too. */
  readonly whole?: boolean;
}

export interface Scanned {
  readonly rows: readonly ScannedRow[];
  /** Where the next slice begins; `null` after the last. Not to be kept for days. */
  readonly next: string | null;
}

export interface ScannedRow {
  readonly key: RowKey;
  readonly version: number;
  /** `null` where content was not asked for. */
  readonly row: ViewRow | null;
}

/** The store is there but lacks its tables: run `migrate`. */
export class ViewStoreNotReady extends Error {
  override name = 'ViewStoreNotReady';
}

/** The store does not answer, or not with the quorum asked for: try again later. */
export class ViewStoreUnavailable extends StoreUnavailable {
  override name = 'ViewStoreUnavailable';
}

export interface ViewStoreOptions {
  /** Told of what a driver wants known, each message at most once a minute. */
  readonly logger?: { warn(details: object, message: string): void };
  /** Milliseconds since 1970; dates tombstones in SQLite and switches of generations. */
  readonly now?: () => number;
  /** Memory for pages of the file, where it is one (64); those of the operating system come for free. */
  readonly cacheMiB?: number;
}
