/** The change feed in Cassandra: tables that all generations share. A quorum is asked for all of it: who follows must not be told less. */
import { type ChangeFeed, type FeedChange, withoutGap } from '../change-feed.js';
import { inParallel } from '../in-parallel.js';
import type { CassandraSession } from './cassandra-session.js';

/** Positions of one partition: some 600 kB. */
const RANGE = 10_000;
const RANGES_IN_FLIGHT = 16;
const quorum = { strength: 'quorum' } as const;

export const rangeOf = (position: number): number => Math.floor(position / RANGE);

export function feedStatements(keyspace: string) {
  const table = `${keyspace}.changes_by_position`;
  return {
    // By the clock, as all that has a time to live here: what is stored again is the same row.
    putChange: `INSERT INTO ${table} (part, position, kind, id, version, at) VALUES (?, ?, ?, ?, ?, ?)`,
    putSettled: `INSERT INTO ${keyspace}.change_feed (name, value) VALUES ('settled', ?) USING TIMESTAMP ?`,
    changes: `SELECT position, kind, id, version, at FROM ${table} WHERE part = ? AND position > ? LIMIT ?`,
    changesAt: `SELECT position FROM ${table} WHERE part = ? AND position IN ?`,
    feedState: `SELECT name, value FROM ${keyspace}.change_feed WHERE name IN ('began', 'settled')`,
  } as const;
}

export function cassandraChangeFeed(
  session: CassandraSession,
  keyspace: string,
): Omit<ChangeFeed, 'appliedPosition'> {
  const on = feedStatements(keyspace);
  const read = async (part: number, after: number, limit: number): Promise<FeedChange[]> => {
    const bound = { query: on.changes, params: [part, after, limit] };
    const rows = await session.read(bound, { ...quorum, maxRows: limit });
    return rows.map((row) => ({
      ...{ position: Number(row['position']), kind: row['kind'], id: row['id'] },
      ...{ version: Number(row['version']), at: Number(row['at']) },
    }));
  };
  return {
    async changes({ after, limit }) {
      const found: FeedChange[] = [];
      for (;;) {
        const from = after + found.length + 1;
        const rows = await read(rangeOf(from), from - 1, limit - found.length);
        found.push(...withoutGap(rows, from));
        const next = after + found.length + 1;
        if (found.length >= limit || rangeOf(next) === rangeOf(from)) return found;
      }
    },
    async lackingPositions(positions) {
      const ranges = new Map<number, number[]>();
      for (const position of positions)
        ranges.set(rangeOf(position), [...(ranges.get(rangeOf(position)) ?? []), position]);
      const rows = await inParallel([...ranges], RANGES_IN_FLIGHT, ([part, asked]) => {
        const bound = { query: on.changesAt, params: [part, asked] };
        return session.read(bound, { ...quorum, maxRows: asked.length });
      });
      const there = new Set(rows.flat().map((row) => Number(row['position'])));
      return positions.filter((position) => !there.has(position));
    },
    async feedState() {
      const bound = { query: on.feedState, params: [] };
      const rows = await session.read(bound, { ...quorum, maxRows: 2 });
      const values = new Map(rows.map((row) => [row['name'], Number(row['value'])]));
      const beganAt = values.get('began');
      return beganAt === undefined ? null : { beganAt, settled: values.get('settled') ?? 0 };
    },
  };
}
