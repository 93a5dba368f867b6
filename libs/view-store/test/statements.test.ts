/** The text of every statement is kept beside the tests, so that a change of one is seen in review. */
import t from 'tap';
import { cassandraStatements } from '../src/cassandra/cassandra-statements.js';
import { sharedStatements } from '../src/cassandra/shared-statements.js';
import { storedRowStatements as cassandraStored } from '../src/cassandra/stored-rows.js';
import { migrationStatements } from '../src/migrations.js';
import { sqliteSql } from '../src/sqlite/sqlite-statements.js';
import { storedRowStatements as sqliteStored } from '../src/sqlite/stored-rows.js';

t.snapshotFile = new URL('../../test/tap-snapshots/statements.cjs', import.meta.url);

t.test('the CQL that runs', async (t) => {
  const statements = {
    ...sharedStatements('marquee'),
    ...cassandraStatements('marquee', 'g1'),
    stored: cassandraStored('marquee', 'g1'),
  };
  t.matchSnapshot(JSON.stringify(statements, null, 2), 'statements');
  for (const text of Object.values(statements).flatMap(textsOf)) {
    t.notMatch(text, /SELECT \*/);
    if (
      /movie|actor|totals|genres|tags|keys|comment|rating|session|heartbeat/.test(text) &&
      /^(INSERT|DELETE)/.test(text)
    ) {
      t.match(text, /USING TIMESTAMP \?/, 'rows of the view are written at their version');
    }
  }
});

t.test('the SQL that runs', async (t) => {
  const statements = { ...sqliteSql('g1'), stored: sqliteStored('g1') };
  t.matchSnapshot(JSON.stringify(statements, null, 2), 'statements');
  for (const text of Object.values(statements).flatMap(textsOf)) t.notMatch(text, /SELECT \*/);
});

t.test('every file of a table begins with question, key, order, growth and writer', async (t) => {
  const values = { keyspace: 'marquee', datacenter: 'dc1', replication: '3', generation: 'g1' };
  const folders = {
    'cassandra/generation': 17,
    cassandra: 5,
    'sqlite/view': 4,
    'sqlite/view/generation': 28,
  };
  for (const [folder, count] of Object.entries(folders)) {
    t.equal(migrationStatements(folder, values).length, count, folder);
  }
  t.throws(() => migrationStatements('cassandra', {}), { message: /nothing is given for/ });
});

function textsOf(value: string | object | null): string[] {
  if (value === null) return [];
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(textsOf);
}
