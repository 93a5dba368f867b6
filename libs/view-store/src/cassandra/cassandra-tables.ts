/** The tables of one generation in Cassandra. */
import type { CoveredWrite, Generation } from '@marquee/contracts';
import { hasChangeFeed, isTableById, listTables } from '@marquee/projection';
import { inParallel } from '../in-parallel.js';
import { mustHave } from '../lacking.js';
import { byName } from '../names.js';
import { type BucketSlice, readSlice } from '../slice.js';
import type { StoredJson, ViewTables } from '../view-store.js';
import { applyEvents } from './apply-events.js';
import type { Bound, CassandraSession, Row, Strength } from './cassandra-session.js';
import { cassandraStatements } from './cassandra-statements.js';
import { cassandraChangeFeed } from './change-feed.js';
import { ABSENT_POSITION, ABSENT_TEXT, ABSENT_TIME, DELETED_JSON } from './mutation-statements.js';
import { cassandraStoredRows } from './stored-rows.js';

/** Reads by key that one call has under way. */
const READS_IN_FLIGHT = 64;
const MAX_NAMES = 100_000;

interface OpenedWith {
  readonly generation: Generation;
  readonly strength: Strength;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function cassandraTables(
  session: CassandraSession,
  keyspace: string,
  { generation, strength, now }: OpenedWith,
): ViewTables {
  const on = cassandraStatements(keyspace, generation.name);
  const splitsOf = (list: string) => generation.splits[list] ?? [];

  const rows = (query: string, params: Bound['params'], maxRows: number) =>
    session.read({ query, params }, { strength, maxRows });
  const row = async (query: string, key: string): Promise<Row | undefined> =>
    (await rows(query, [key], 1))[0];
  const bucketRows = (query: { forward: string; backward: string }, slice: BucketSlice) =>
    rows(slice.backward ? query.backward : query.forward, sliceParams(slice), slice.limit);
  const bodies = (query: string, column: string, ids: readonly string[]) =>
    inParallel(ids, READS_IN_FLIGHT, async (id) => storedJson(await row(query, id), column));
  const versions = async (query: string, ids: readonly string[]) =>
    known(ids, await inParallel(ids, READS_IN_FLIGHT, (id) => row(query, id)), (found) =>
      Number(found['version']),
    );

  return {
    generation,
    apply: (events) => applyEvents(session, { on, now }, events),
    // What a quorum of nodes acknowledged is theirs to keep.
    persist: async () => {},

    async movieSlice(query) {
      const column = MOVIE_COLUMNS[query.columns];
      return await readSlice(query, splitsOf(query.list), async (slice) =>
        (await bucketRows(on.movieSlice[query.columns], slice)).map((found) => ({
          sortKey: found['sort_key'],
          id: found['movie_id'],
          sortValue: textOrNull(found['sort_value']),
          json: column === null ? null : textOrNull(found[column]),
        })),
      );
    },
    moviesById: (ids, fields) =>
      fields === 'full'
        ? bodies(on.movieFull, 'full_json', ids)
        : bodies(on.movieSummary, 'summary_json', ids),
    actorMovies: async (actorId, limit) =>
      (await rows(on.actorMovies, [actorId, limit], limit)).map((found) => ({
        id: found['movie_id'],
        entry: found['entry'],
      })),

    async listSlice(table, query) {
      mustHave(generation, table);
      const { slice: statements } = on.lists[table];
      const { id } = listTables[table];
      return await readSlice(query, splitsOf(query.list), async (slice) =>
        (await bucketRows(statements, slice)).map((found) => ({
          sortKey: found['sort_key'],
          id: found[id],
          sortValue: textOrNull(found['sort_value']),
          json: found['json'],
        })),
      );
    },
    async rowsById(table, ids) {
      mustHave(generation, table);
      return await bodies(on.byId[table].row, 'json', ids);
    },
    async versions(table, ids) {
      if (isTableById(table)) mustHave(generation, table);
      return await versions(isTableById(table) ? on.byId[table].version : on.movieVersion, ids);
    },

    async totals(selections) {
      const found = await inParallel(selections, READS_IN_FLIGHT, (name) => row(on.total, name));
      return known(selections, found, (total) => ({
        count: Number(total['amount']),
        version: Number(total['version']),
      }));
    },
    names: async (kind) =>
      byName(
        (await rows(on[kind], [], MAX_NAMES)).map((found) => ({
          name: found['name'],
          movies: Number(found['movies']),
        })),
      ),
    // What answers a token must have been seen by a quorum, whatever open reads are content with.
    appliedSubjects: async (write, atMost) => {
      if (atMost === 0) return 0; // Cassandra refuses such a limit
      const bound = { query: on.appliedSubjects, params: [write, atMost] };
      return (await session.read(bound, { strength: 'quorum', maxRows: atMost })).length;
    },
    ...cassandraStoredRows(session, keyspace, generation.name),
    async unapplied(covers) {
      const subjects = new Map<string, string[]>();
      for (const { write, subject } of covers)
        subjects.set(write, [...(subjects.get(write) ?? []), subject]);
      const noted = await inParallel([...subjects], READS_IN_FLIGHT, async ([write, asked]) => {
        const bound = { query: on.appliedOf, params: [write, asked] };
        const found = await session.read(bound, { strength: 'quorum', maxRows: asked.length });
        return found.map((each) => `${write} ${each['subject']}`);
      });
      const known = new Set(noted.flat());
      return covers.filter(({ write, subject }) => !known.has(`${write} ${subject}`));
    },
    async appliedWrites({ after, limit }) {
      const query = hasChangeFeed(generation) ? on.allApplied : on.allAppliedOlder;
      const { rows, next } = await session.scan(query, { after, maxRows: limit });
      return { covers: rows.map(coverOf), next };
    },
    ...cassandraChangeFeed(session, keyspace),
    async appliedPosition(write) {
      if (!hasChangeFeed(generation)) return null;
      const bound = { query: on.appliedPosition, params: [write] };
      const [found] = await session.read(bound, { strength: 'quorum', maxRows: 1 });
      return Number(found?.['position'] ?? ABSENT_POSITION) || null;
    },
    async heartbeat() {
      const [found] = await rows(on.heartbeat, [], 1);
      if (found === undefined) return null;
      const oldest = Number(found['oldest_unconfirmed_at']);
      return {
        at: Number(found['at']),
        oldestUnconfirmedAt: oldest === ABSENT_TIME ? null : oldest,
        version: Number(found['version']),
      };
    },
  };
}

const MOVIE_COLUMNS = {
  full: 'full_json',
  summary: 'summary_json',
  filters: 'filters',
  keys: null,
} as const;

/** In the order of the question marks of a slice. */
function sliceParams({ list, bucket, above, below, limit }: BucketSlice): Bound['params'] {
  return [list, bucket, above.sortKey, above.id, below.sortKey, below.id, limit];
}

function coverOf(row: Row): CoveredWrite {
  const position = Number(row['position'] ?? ABSENT_POSITION);
  const at = position === ABSENT_POSITION ? {} : { position };
  return { write: row['write'], subject: row['subject'], ...at };
}

function textOrNull(text: string): string | null {
  return text === ABSENT_TEXT ? null : text;
}

function storedJson(found: Row | undefined, column: string): StoredJson | null {
  if (found === undefined || found['deleted'] === true) return null;
  const json: string = found[column];
  // Version 2 of the projection left an empty text of deleted actors.
  if (json === DELETED_JSON || json === ABSENT_TEXT) return null;
  return { id: found['id'], version: Number(found['version']), json };
}

/** Of those that have a row. */
function known<T>(
  keys: readonly string[],
  found: readonly (Row | undefined)[],
  of: (row: Row) => T,
) {
  return new Map(
    keys.flatMap((key, index): [string, T][] => {
      const row = found[index];
      return row === undefined ? [] : [[key, of(row)]];
    }),
  );
}
