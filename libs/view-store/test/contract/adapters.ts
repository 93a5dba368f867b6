/** Both adapters, each opened on a store of the test's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Generation, SplitPoints } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import type { TestCassandra } from '@marquee/testing';
import { openViewStore, type ViewStore, type ViewTables } from '../../src/index.js';

export interface Adapter {
  readonly name: 'sqlite' | 'cassandra';
  readonly store: ViewStore;
  /** Tables of a new generation. */
  tables(splits?: SplitPoints, projectionVersion?: number): Promise<ViewTables>;
  /** A second, independent opening of the same store. */
  reopen(): ViewStore;
  close(): Promise<void>;
}

/** The clock of the stores: far from the versions that tests use. */
export const NOW_MS = Date.parse('2026-01-31T09:30:00.000Z');

export async function sqliteAdapter(): Promise<Adapter> {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-view-'));
  const url = `sqlite:${join(directory, 'nested', 'view.db')}`;
  return await adapter('sqlite', url, () => rm(directory, { recursive: true, force: true }));
}

export async function cassandraAdapter(cassandra: TestCassandra): Promise<Adapter> {
  const keyspace = `test_${process.pid}_${Date.now().toString(36)}`;
  return await adapter('cassandra', cassandra.url(keyspace), async () => undefined);
}

async function adapter(
  name: Adapter['name'],
  url: string,
  cleanUp: () => Promise<void>,
): Promise<Adapter> {
  const open = () => openViewStore(url, { now: () => NOW_MS });
  const store = open();
  await store.migrate();
  let made = 0;
  return {
    name,
    store,
    async tables(splits = {}, projectionVersion = PROJECTION_VERSION) {
      made += 1;
      const generation: Generation = { name: `t${made}`, projectionVersion, splits };
      await store.createGeneration(generation, NOW_MS);
      return store.open(generation);
    },
    reopen: open,
    async close() {
      await store.close();
      await cleanUp();
    },
  };
}
