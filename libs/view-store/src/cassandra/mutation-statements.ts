/** One mutation as one statement of its table, at its version. */
import {
  isOfList,
  isOfTableById,
  isRemoval,
  type Mutation,
  type PutListRow,
  type PutRowById,
  type Removal,
  type RemoveListRow,
  type RemoveRowById,
} from '@marquee/projection';
import type { Bound } from './cassandra-session.js';
import type { CassandraStatements } from './cassandra-statements.js';
import { rangeOf } from './change-feed.js';

/** A null would be a tombstone, and an unset column would let an older version's value show: absent is written as this. */
export const ABSENT_TEXT = '';
/** The JSON of what is deleted. At one version the greater text wins, and this is greater than any JSON that begins with a brace. */
export const DELETED_JSON = '~';
export const ABSENT_TIME = -1;
export const ABSENT_POSITION = 0;

/** @param now milliseconds since 1970 */
export function mutationStatement(
  on: CassandraStatements,
  mutation: Mutation,
  now: () => number,
): Bound {
  if (isOfList(mutation)) return listRow(on, mutation, now);
  if (isOfTableById(mutation)) return rowById(on, mutation, now);
  if (isRemoval(mutation)) return removal(on, mutation);
  switch (mutation.table) {
    case 'movieLists': {
      const key = [mutation.list, mutation.bucket, mutation.sortKey, mutation.id];
      const bodies = [mutation.filters, mutation.summaryJson, mutation.fullJson ?? ABSENT_TEXT];
      const params = [...key, mutation.sortValue ?? ABSENT_TEXT, ...bodies, mutation.version];
      return { query: on.putMovieRow, params };
    }
    case 'actorMovies': {
      const { actorId, id, entry, version } = mutation;
      return { query: on.putActorMovie, params: [actorId, id, entry, version] };
    }
    case 'moviesById': {
      const { id, version, summaryJson, fullJson } = mutation;
      const deleted = summaryJson === null;
      const texts = [summaryJson ?? ABSENT_TEXT, fullJson ?? ABSENT_TEXT];
      return { query: on.putMovie, params: [id, version, deleted, ...texts, version] };
    }
    case 'totals': {
      const { selection, version, count } = mutation;
      return { query: on.putTotal, params: [selection, version, count, version] };
    }
    case 'genres':
    case 'tags': {
      const query = mutation.table === 'genres' ? on.putGenre : on.putTag;
      const { name, version, movies } = mutation;
      return { query, params: [name, version, movies, version] };
    }
    case 'appliedWrites': {
      const { write, subject, position = ABSENT_POSITION } = mutation;
      return { query: on.noteAppliedWrite, params: [write, subject, position] };
    }
    case 'changesByPosition': {
      const { position, kind, id, version, at } = mutation;
      return { query: on.putChange, params: [rangeOf(position), position, kind, id, version, at] };
    }
    case 'settledPosition':
      return { query: on.putSettled, params: [mutation.settled, mutation.settled] };
    case 'heartbeat': {
      const { at, oldestUnconfirmedAt, version } = mutation;
      const params = [at, oldestUnconfirmedAt ?? ABSENT_TIME, version];
      return { query: on.putHeartbeat, params };
    }
  }
}

/** Cassandra takes no longer one. */
const MAX_TTL_SECONDS = 630_720_000;

function listRow(
  { lists }: CassandraStatements,
  row: PutListRow | RemoveListRow,
  now: () => number,
): Bound {
  const key = [row.list, row.bucket, row.sortKey, row.id];
  const { put, remove } = lists[row.table];
  if (isRemoval(row)) return { query: remove, params: [row.version, ...key] };
  const params = [...key, row.sortValue ?? ABSENT_TEXT, row.json, ...ending(row, now)];
  return { query: put, params };
}

function rowById(
  { byId }: CassandraStatements,
  row: PutRowById | RemoveRowById,
  now: () => number,
): Bound {
  const { put, remove } = byId[row.table];
  if (isRemoval(row)) return { query: remove, params: [row.version, row.id] };
  const params = [row.id, row.version, row.json ?? DELETED_JSON, ...ending(row, now)];
  return { query: put, params };
}

/** The version, between when and how soon the row goes where it expires. */
function ending({ version, expiresAt }: PutListRow | PutRowById, now: () => number): number[] {
  if (expiresAt === undefined) return [version];
  const seconds = Math.ceil((expiresAt - now()) / 1_000);
  return [expiresAt, version, Math.min(Math.max(seconds, 1), MAX_TTL_SECONDS)];
}

type OtherRemoval = Exclude<Removal, RemoveListRow | RemoveRowById>;

function removal(on: CassandraStatements, gone: OtherRemoval): Bound {
  switch (gone.table) {
    case 'movieLists': {
      const { version, list, bucket, sortKey, id } = gone;
      return { query: on.removeMovieRow, params: [version, list, bucket, sortKey, id] };
    }
    case 'actorMovies':
      return { query: on.removeActorMovie, params: [gone.version, gone.actorId, gone.id] };
    case 'moviesById':
      return { query: on.removeMovie, params: [gone.version, gone.id] };
    case 'totals':
      return { query: on.removeTotal, params: [gone.version, gone.selection] };
    case 'genres':
      return { query: on.removeGenre, params: [gone.version, gone.name] };
    case 'tags':
      return { query: on.removeTag, params: [gone.version, gone.name] };
  }
}
