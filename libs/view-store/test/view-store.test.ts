/** One suite over both adapters; Cassandra is a real one. */
import { missing, startCassandra } from '@marquee/testing';
import t, { type Test } from 'tap';
import { type Adapter, cassandraAdapter, sqliteAdapter } from './contract/adapters.js';
import { anyOrderContract } from './contract/any-order.js';
import { changeFeedContract } from './contract/change-feed.js';
import { describedTablesContract } from './contract/described-tables.js';
import { generationsContract } from './contract/generations.js';
import { sizesContract } from './contract/sizes.js';
import { slicesContract } from './contract/slices.js';
import { smallTablesContract } from './contract/small-tables.js';
import { storedRowsContract } from './contract/stored-rows.js';
import { versionsContract } from './contract/versions.js';

async function contract(t: Test, adapter: Adapter, randomRuns: number): Promise<void> {
  await t.test('generations', (t) => generationsContract(t, adapter));
  await t.test('versions', (t) => versionsContract(t, adapter));
  await t.test('slices', (t) => slicesContract(t, adapter));
  await t.test('sizes', (t) => sizesContract(t, adapter));
  await t.test('described tables', (t) => describedTablesContract(t, adapter));
  await t.test('small tables', (t) => smallTablesContract(t, adapter));
  await t.test('stored rows', (t) => storedRowsContract(t, adapter));
  await t.test('change feed', (t) => changeFeedContract(t, adapter));
  await t.test('any order', (t) => anyOrderContract(t, adapter, randomRuns));
}

t.test('the view in SQLite', async (t) => {
  const adapter = await sqliteAdapter();
  t.teardown(() => adapter.close());
  await contract(t, adapter, 200);
});

t.test('the view in Cassandra', { skip: missing('Cassandra') }, async (t) => {
  const cassandra = await startCassandra();
  const adapter = await cassandraAdapter(cassandra);
  t.teardown(async () => {
    await adapter.close();
    await cassandra.stop();
  });
  await contract(t, adapter, 40);
});
