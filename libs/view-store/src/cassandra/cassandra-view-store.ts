import type { SplitPoints } from '@marquee/contracts';
import { checkGenerationName, migrationStatements } from '../migrations.js';
import { seldom } from '../seldom.js';
import type { StoredGeneration, ViewStore, ViewStoreOptions } from '../view-store.js';
import { type CassandraSession, cassandraSession } from './cassandra-session.js';
import { cassandraTables } from './cassandra-tables.js';
import type { CassandraAddress } from './cassandra-url.js';
import { sharedStatements } from './shared-statements.js';

const MAX_GENERATIONS = 100;

/** Views in Cassandra. Every write is confirmed by a quorum of the datacentre at least, also where reads ask one node only. */
export function cassandraViewStore(
  address: CassandraAddress,
  { logger, now = Date.now }: ViewStoreOptions,
): ViewStore {
  const warn = seldom(
    (message) => logger?.warn({ store: 'cassandra' }, message),
    () => performance.now(),
  );
  const session = cassandraSession(address, warn);
  const { keyspace, datacenter, replication } = address;
  const on = sharedStatements(keyspace);
  const values = { keyspace, datacenter, replication: `${replication}` };

  return {
    migrate: () => run(session, 'cassandra', values),
    generations: () => readGenerations(session, on.generations),
    async createGeneration({ name, projectionVersion, splits }, createdAt) {
      const generation = checkGenerationName(name);
      await run(session, 'cassandra/generation', { keyspace, generation });
      const row = [name, projectionVersion, JSON.stringify(splits), createdAt];
      await session.administer(on.register, row);
    },
    async switchTo(name) {
      const found = await session.administer(on.switchTo, [name, now(), name]);
      if (!found) throw new RangeError(`there is no generation ${name}`);
    },
    async dropGeneration(name) {
      const generation = checkGenerationName(name);
      const stored = await readGenerations(session, on.generations);
      if (stored.some((one) => one.live && one.name === name)) {
        throw new RangeError(`generation ${name} is the live one`);
      }
      await session.administer(on.unregister, [name]);
      for (const table of generationTables(generation)) {
        await session.administer(`DROP TABLE IF EXISTS ${keyspace}.${table}`);
      }
    },
    open: (generation, { fresh = false } = {}) =>
      cassandraTables(session, keyspace, {
        generation,
        strength: fresh ? 'quorum' : 'as-set',
        now,
      }),
    // Tombstones and applied writes go by themselves.
    sweep: async () => 0,
    foreignChanges: () => null,
    async ping() {
      const bound = { query: on.ping, params: [] };
      await session.read(bound, { strength: 'as-set', maxRows: 1 });
    },
    close: () => session.close(),
  };
}

async function readGenerations(
  session: CassandraSession,
  query: string,
): Promise<StoredGeneration[]> {
  const rows = await session.read(
    { query, params: [] },
    { strength: 'quorum', maxRows: MAX_GENERATIONS },
  );
  return rows
    .filter((row) => row['name'] !== null)
    .map((row) => ({
      name: row['name'],
      projectionVersion: row['projection_version'],
      splits: JSON.parse(row['splits']) as SplitPoints,
      live: row['live'] === row['name'],
    }));
}

async function run(session: CassandraSession, folder: string, values: Record<string, string>) {
  for (const statement of migrationStatements(folder, values)) await session.administer(statement);
}

/** From the statements that make them. */
function generationTables(generation: string): string[] {
  return migrationStatements('cassandra/generation', { keyspace: 'k', generation }).flatMap(
    (statement) => /^CREATE TABLE IF NOT EXISTS k\.(\w+)/.exec(statement)?.[1] ?? [],
  );
}
