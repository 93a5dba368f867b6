import type { SplitPoints } from '@marquee/contracts';
import { hasTable, type ListTable, type TableById } from '@marquee/projection';
import { checkpointsOf } from '@marquee/sqlite';
import type Database from 'better-sqlite3';
import { CHANGES_KEPT_MS } from '../change-feed.js';
import { checkGenerationName, migrationStatements } from '../migrations.js';
import type { StoredGeneration, ViewStore, ViewStoreOptions } from '../view-store.js';
import { feedSql } from './change-feed.js';
import { openDatabase, translated } from './sqlite-database.js';
import { sqliteSql } from './sqlite-statements.js';
import { sqliteTables } from './sqlite-tables.js';

/** How long tombstones guard against late events, and applied writes answer tokens. */
const DAY_MS = 86_400_000;
/** Rows of each table that one call of `sweep` deletes: some milliseconds. */
const MAX_SWEPT = 500;

/** Views in a file of their own, which several processes may open. */
export function sqliteViewStore(
  file: string,
  { now = Date.now, cacheMiB = 64 }: ViewStoreOptions,
): ViewStore {
  const db = openDatabase(file, cacheMiB);
  const checkpoints = checkpointsOf(file);
  // Commits of this connection do not count in it.
  const dataVersion = db.prepare<[], [number]>('PRAGMA data_version').raw();
  const inTransaction = (work: () => void) => translated(() => db.transaction(work).immediate());

  return {
    async migrate() {
      inTransaction(() => run(db, 'sqlite/view', {}));
    },
    generations: async () => translated(() => readGenerations(db)),
    async createGeneration({ name, projectionVersion, splits }, createdAt) {
      const generation = checkGenerationName(name);
      inTransaction(() => {
        run(db, 'sqlite/view/generation', { generation });
        db.prepare(REGISTER).run(name, projectionVersion, JSON.stringify(splits), createdAt);
      });
    },
    async switchTo(name) {
      inTransaction(() => {
        if (!readGenerations(db).some((one) => one.name === name)) {
          throw new RangeError(`there is no generation ${name}`);
        }
        db.prepare(SWITCH).run(name);
      });
    },
    async dropGeneration(name) {
      const generation = checkGenerationName(name);
      inTransaction(() => {
        if (readGenerations(db).some((one) => one.live && one.name === name)) {
          throw new RangeError(`generation ${name} is the live one`);
        }
        db.prepare(UNREGISTER).run(name);
        for (const table of generationTables(generation)) db.exec(`DROP TABLE IF EXISTS ${table}`);
      });
    },
    open: (generation) => sqliteTables(db, generation, { checkpoints, now }),
    async sweep(at) {
      let swept = 0;
      inTransaction(() => {
        for (const one of readGenerations(db)) swept += sweepGeneration(db, one, at);
        swept += db.prepare(feedSql.sweepChanges).run(MAX_SWEPT, at - CHANGES_KEPT_MS).changes;
      });
      return swept;
    },
    foreignChanges: () => translated(() => dataVersion.get()?.[0] ?? null),
    async ping() {
      translated(() => db.prepare('SELECT 1').get());
    },
    async close() {
      await checkpoints.close();
      db.close();
    },
  };
}

const GENERATIONS = 'SELECT name, projection_version, splits, live FROM generations ORDER BY name';
const REGISTER =
  'INSERT INTO generations (name, projection_version, splits, live, created_at) VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING';
const SWITCH = 'UPDATE generations SET live = (name = ?)';
const UNREGISTER = 'DELETE FROM generations WHERE name = ?';

function readGenerations(db: Database.Database): StoredGeneration[] {
  const rows = db.prepare<[], [string, number, string, number]>(GENERATIONS).raw().all();
  return rows.map(([name, projectionVersion, splits, live]) => ({
    name,
    projectionVersion,
    splits: JSON.parse(splits) as SplitPoints,
    live: live === 1,
  }));
}

function sweepGeneration(db: Database.Database, generation: StoredGeneration, at: number): number {
  const { lists, byId, ...sql } = sqliteSql(generation.name);
  const has = <Table extends ListTable | TableById>([table]: [Table, unknown]) =>
    hasTable(generation, table);
  const listed = entriesOf(lists).filter(has);
  const expiring = [...listed, ...entriesOf(byId).filter(has)];
  const swept = [
    ...[sql.sweepMovieLists, sql.sweepActorMovies, sql.sweepAppliedWrites],
    ...listed.map(([, { sweep }]) => sweep),
  ].map((text) => db.prepare(text).run(at - DAY_MS, MAX_SWEPT).changes);
  const expired = expiring.map(([, { sweepExpired }]) =>
    sweepExpired === null ? 0 : db.prepare(sweepExpired).run(at, MAX_SWEPT).changes,
  );
  return [...swept, ...expired].reduce((sum, changes) => sum + changes, 0);
}

function entriesOf<Name extends string, T>(of: Readonly<Record<Name, T>>): [Name, T][] {
  return Object.entries<T>(of) as [Name, T][];
}

function run(db: Database.Database, folder: string, values: Record<string, string>): void {
  for (const statement of migrationStatements(folder, values)) db.exec(statement);
}

/** From the statements that make them. */
function generationTables(generation: string): string[] {
  return migrationStatements('sqlite/view/generation', { generation }).flatMap(
    (statement) => /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1] ?? [],
  );
}
