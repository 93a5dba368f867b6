/** Rows that end by themselves: what the statements of a table say that is described so. */
import type { ListDescriptor } from '@marquee/projection';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { cassandraStatements } from '../src/cassandra/cassandra-statements.js';
import { mutationStatement } from '../src/cassandra/mutation-statements.js';
import * as cassandra from '../src/cassandra/shaped-statements.js';
import * as sqlite from '../src/sqlite/shaped-statements.js';

const NOW = 1_700_000_000_000;
const descriptor: ListDescriptor = {
  ...{ name: 'visits', id: 'visit_id', subject: 'comment', since: 1, expires: true },
};

t.test('in SQLite they are not read at their end, and swept after it', async (t) => {
  const db = new Database(':memory:');
  t.teardown(() => db.close());
  db.exec(`
    CREATE TABLE visits (list INTEGER, bucket INTEGER, sort_key TEXT, visit_id TEXT, version INTEGER,
      removed_at INTEGER, sort_value TEXT, json TEXT, expires_at INTEGER,
      PRIMARY KEY (list, bucket, sort_key, visit_id)) WITHOUT ROWID;
    CREATE TABLE visits_by_id (id TEXT PRIMARY KEY, version INTEGER, json TEXT, expires_at INTEGER)`);
  const lists = sqlite.listStatements('visits', descriptor);
  const byId = sqlite.byIdStatements('visits_by_id', descriptor);
  for (const [id, end] of [
    ['a', NOW],
    ['b', NOW + 1],
  ] as const) {
    db.prepare(lists.put).run(1, 0, 'k', id, 1, null, '{}', end);
    db.prepare(byId.put).run(id, 1, '{}', end);
  }
  const seen = (at: number) => {
    const slice = db.prepare(lists.slice.forward).raw().all(1, 0, '', '', '~', '', at, 10);
    const found = ['a', 'b'].filter((id) => db.prepare(byId.row).get(id, at) !== undefined);
    t.same(
      slice.map((row) => (row as string[])[1]),
      found,
      'in lists as by id',
    );
    return found;
  };
  t.same(seen(NOW - 1), ['a', 'b']);
  t.same(seen(NOW), ['b']);
  const sweep = (sql: string | null, at: number) => db.prepare(sql ?? '').run(at, 10).changes;
  for (const { sweepExpired } of [lists, byId]) {
    t.equal(sweep(sweepExpired, NOW), 0);
    t.equal(sweep(sweepExpired, NOW + 1), 1);
  }
  db.prepare(lists.remove).run(1, 0, 'k', 'b', 1, NOW);
  t.same(db.prepare('SELECT expires_at FROM visits').pluck().all(), [null], 'no end of its own');
});

t.test('in Cassandra they have a time to live, from the moment of the write', async (t) => {
  const put = /^INSERT .*expires_at\) VALUES .* USING TIMESTAMP \? AND TTL \?$/;
  t.match(cassandra.listStatements('visits', descriptor).put, put);
  t.match(cassandra.byIdStatements('visits', descriptor).put, put);
  const on = cassandraStatements('marquee', 'g1');
  const lives = (expiresAt: number) => {
    const row = { table: 'actorsById', id: 'a', version: 7, json: '{}', expiresAt } as const;
    return mutationStatement(on, row, () => NOW).params.slice(-3);
  };
  t.same(lives(NOW + 1_001), [NOW + 1_001, 7, 2]);
  t.same(lives(NOW - 5_000), [NOW - 5_000, 7, 1], 'the shortest where it is over');
  const far = NOW + 100 * 31_557_600_000;
  t.same(lives(far), [far, 7, 630_720_000], 'the longest that there is');
});
