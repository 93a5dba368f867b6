/**
 * The tables of the view that hold ready JSON in one of two shapes: rows of lists, and rows by id. Stores make all of their
 * statements of what stands here, so a table is an entry here, a file for each store in `migrations/`, and the pure function
 * that makes its rows. Movies are no such tables: theirs are read more than all others together.
 */
import type { SubjectKind } from '@marquee/contracts';

export interface TableDescriptor {
  /** In the stores, where the generation's name follows it. */
  readonly name: string;
  /** What of the write model its rows are made of. */
  readonly subject: SubjectKind;
  /** The first version of the projection whose generations have it. */
  readonly since: number;
  /**
   * Whether its rows end by themselves, at their `expiresAt`: its tables in the stores have a column `expires_at`, and comparing lets
   * rows alone that are about to go.
   */
  readonly expires: boolean;
}

export interface ListDescriptor extends TableDescriptor {
  /** The column that holds the row's id: the last of the key `((list, bucket), sort_key, …)`. */
  readonly id: string;
}

/** Key `((list, bucket), sort_key, id)`; columns `sort_value` and `json`. */
export const listTables = {
  actorLists: {
    ...{ name: 'actor_lists', id: 'actor_id', subject: 'actors' },
    ...{ since: 1, expires: false },
  },
  commentLists: {
    ...{ name: 'comment_lists', id: 'comment_id', subject: 'comment' },
    ...{ since: 3, expires: false },
  },
  sessionLists: {
    ...{ name: 'session_lists', id: 'session_id', subject: 'session' },
    ...{ since: 3, expires: true },
  },
  sessionDays: {
    ...{ name: 'session_days', id: 'day_id', subject: 'sessionDay' },
    ...{ since: 3, expires: true },
  },
  ratingLists: {
    ...{ name: 'rating_lists', id: 'rating_id', subject: 'rating' },
    ...{ since: 3, expires: false },
  },
} as const satisfies Record<string, ListDescriptor>;

/** Key `id`; columns `version` and `json`, which says nothing where the thing is deleted at that version. */
export const tablesById = {
  actorsById: { name: 'actors_by_id', subject: 'actors', since: 1, expires: false },
  accessKeys: { name: 'access_keys', subject: 'keys', since: 2, expires: false },
  commentsById: { name: 'comments_by_id', subject: 'comment', since: 3, expires: false },
  ratingsById: { name: 'ratings_by_id', subject: 'rating', since: 3, expires: false },
} as const satisfies Record<string, TableDescriptor>;

export type ListTable = keyof typeof listTables;
export type TableById = keyof typeof tablesById;

export const isListTable = (table: string): table is ListTable => Object.hasOwn(listTables, table);
export const isTableById = (table: string): table is TableById => Object.hasOwn(tablesById, table);

/** Whether generations of this version of the projection have this table. */
export function hasTable(
  { projectionVersion }: { readonly projectionVersion: number },
  table: ListTable | TableById,
): boolean {
  const { since } = isListTable(table) ? listTables[table] : tablesById[table];
  return projectionVersion >= since;
}

/** Whether generations of this version of the projection have rows of such subjects. */
export function hasPlaceFor(
  { projectionVersion }: { readonly projectionVersion: number },
  subject: SubjectKind,
): boolean {
  const described: readonly TableDescriptor[] = [
    ...Object.values(listTables),
    ...Object.values(tablesById),
  ];
  return described.every((table) => table.subject !== subject || projectionVersion >= table.since);
}

/** Where the view keeps the versions of such subjects; `null`: nowhere, the writes that are noted tell. */
export function tableByIdOf(subject: SubjectKind): TableById | 'moviesById' | null {
  if (subject === 'movies') return 'moviesById';
  return Object.keys(tablesById).find(isOf(subject)) ?? null;
}

const isOf =
  (subject: SubjectKind) =>
  (table: string): table is TableById =>
    isTableById(table) && tablesById[table].subject === subject;

/** The same of each of these tables. */
export function perTable<Name extends string, Descriptor, T>(
  tables: Readonly<Record<Name, Descriptor>>,
  make: (descriptor: Descriptor, name: Name) => T,
): Readonly<Record<Name, T>> {
  const names = Object.keys(tables) as Name[];
  return Object.fromEntries(names.map((name) => [name, make(tables[name], name)])) as Record<
    Name,
    T
  >;
}
