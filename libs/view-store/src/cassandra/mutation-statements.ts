/** One mutation as one statement of its table, at its version. */
import { isRemoval, type Mutation, type Removal } from '@marquee/projection';
import type { Bound } from './cassandra-session.js';
import type { CassandraStatements } from './cassandra-statements.js';
import { rangeOf } from './change-feed.js';

/** A null would be a tombstone, and an unset column would let an older version's value show: absent is written as this. */
export const ABSENT_TEXT = '';
export const ABSENT_TIME = -1;
export const ABSENT_POSITION = 0;

export function mutationStatement(on: CassandraStatements, mutation: Mutation): Bound {
  if (isRemoval(mutation)) return removal(on, mutation);
  switch (mutation.table) {
    case 'movieLists':
    case 'actorMovies':
    case 'actorLists':
      return listRow(on, mutation);
    case 'moviesById': {
      const { id, version, summaryJson, fullJson } = mutation;
      const deleted = summaryJson === null;
      const texts = [summaryJson ?? ABSENT_TEXT, fullJson ?? ABSENT_TEXT];
      return { query: on.putMovie, params: [id, version, deleted, ...texts, version] };
    }
    case 'actorsById': {
      const { id, version, json } = mutation;
      const params = [id, version, json === null, json ?? ABSENT_TEXT, version];
      return { query: on.putActor, params };
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
    case 'accessKeys': {
      const { id, version, json } = mutation;
      return { query: on.putAccessKey, params: [id, version, json, version] };
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

type ListPut = Extract<Mutation, { readonly op: 'put' }>;

function listRow(on: CassandraStatements, put: ListPut): Bound {
  switch (put.table) {
    case 'movieLists': {
      const key = [put.list, put.bucket, put.sortKey, put.id];
      const bodies = [put.filters, put.summaryJson, put.fullJson ?? ABSENT_TEXT];
      const params = [...key, put.sortValue ?? ABSENT_TEXT, ...bodies, put.version];
      return { query: on.putMovieRow, params };
    }
    case 'actorMovies':
      return { query: on.putActorMovie, params: [put.actorId, put.id, put.entry, put.version] };
    case 'actorLists': {
      const key = [put.list, put.bucket, put.sortKey, put.id];
      return { query: on.putActorRow, params: [...key, put.sortValue, put.json, put.version] };
    }
  }
}

function removal(on: CassandraStatements, gone: Removal): Bound {
  switch (gone.table) {
    case 'movieLists':
    case 'actorLists': {
      const query = gone.table === 'movieLists' ? on.removeMovieRow : on.removeActorRow;
      return { query, params: [gone.version, gone.list, gone.bucket, gone.sortKey, gone.id] };
    }
    case 'actorMovies':
      return { query: on.removeActorMovie, params: [gone.version, gone.actorId, gone.id] };
    case 'moviesById':
      return { query: on.removeMovie, params: [gone.version, gone.id] };
    case 'actorsById':
      return { query: on.removeActor, params: [gone.version, gone.id] };
    case 'accessKeys':
      return { query: on.removeAccessKey, params: [gone.version, gone.id] };
    case 'totals':
      return { query: on.removeTotal, params: [gone.version, gone.selection] };
    case 'genres':
      return { query: on.removeGenre, params: [gone.version, gone.name] };
    case 'tags':
      return { query: on.removeTag, params: [gone.version, gone.name] };
  }
}
