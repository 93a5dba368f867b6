/** The change feed in a SQLite file: tables that all generations share. */
import type Database from 'better-sqlite3';
import { type ChangeFeed, withoutGap } from '../change-feed.js';
import { translated } from './sqlite-database.js';

export const feedSql = {
  putChange:
    'INSERT INTO changes_by_position (position, kind, id, version, at, stored_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind, id = excluded.id, version = excluded.version, at = excluded.at, stored_at = excluded.stored_at',
  putSettled:
    "INSERT INTO change_feed (name, value) VALUES ('settled', ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE excluded.value > value",
  changes:
    'SELECT position, kind, id, version, at FROM changes_by_position WHERE position > ? ORDER BY position LIMIT ?',
  hasChange: 'SELECT 1 FROM changes_by_position WHERE position = ?',
  feedState: 'SELECT name, value FROM change_feed',
  // What was stored again lately stays, where it stands among the oldest.
  sweepChanges:
    'DELETE FROM changes_by_position WHERE position IN (SELECT position FROM changes_by_position ORDER BY position LIMIT ?) AND stored_at < ?',
} as const;

type ChangeRow = [position: number, kind: string, id: string, version: number, at: number];

export function sqliteChangeFeed(db: Database.Database): Omit<ChangeFeed, 'appliedPosition'> {
  let prepared: ReturnType<typeof prepare> | undefined;
  const opened = () => {
    prepared ??= translated(() => prepare(db));
    return prepared;
  };
  return {
    async changes({ after, limit }) {
      const rows = translated(() => opened().changes.all(after, limit));
      const changes = rows.map(([position, kind, id, version, at]) => {
        return { position, kind, id, version, at };
      });
      return withoutGap(changes, after + 1);
    },
    async lackingPositions(positions) {
      const { hasChange } = opened();
      return translated(() => positions.filter((one) => hasChange.get(one) === undefined));
    },
    async feedState() {
      const rows = new Map(translated(() => opened().feedState.all()));
      const beganAt = rows.get('began');
      return beganAt === undefined ? null : { beganAt, settled: rows.get('settled') ?? 0 };
    },
  };
}

function prepare(db: Database.Database) {
  return {
    changes: db.prepare<[number, number], ChangeRow>(feedSql.changes).raw(),
    hasChange: db.prepare<[number]>(feedSql.hasChange),
    feedState: db.prepare<[], [string, number]>(feedSql.feedState).raw(),
  };
}
