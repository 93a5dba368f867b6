import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { Database } from '../src/index.js';

t.test('statements that nobody holds any more are collected without harm', async (t) => {
  const db = new Database(':memory:');
  t.teardown(() => db.close());
  // As many as it took to end the process, where the driver did not fit the Node that ran it.
  for (let round = 0; round < 100; round += 1) {
    for (let n = 0; n < 2_000; n += 1) db.prepare(`SELECT ${n} AS n`).get();
    await setImmediate();
  }
  t.same(db.prepare('SELECT 1 AS n').get(), { n: 1 });
});

t.test('errors carry their codes', async (t) => {
  const db = new Database(':memory:');
  t.teardown(() => db.close());
  t.throws(() => db.prepare('SELECT * FROM nothing'), Database.SqliteError);
  t.throws(() => db.prepare('SELECT * FROM nothing'), { code: 'SQLITE_ERROR' });
});
