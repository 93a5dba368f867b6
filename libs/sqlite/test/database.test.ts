import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import { Database } from '../src/index.js';

t.test('statements that nobody holds any more are collected without harm', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const db = new Database(':memory:');
  for (let round = 0; round < 20; round += 1) {
    for (let n = 0; n < 500; n += 1) db.prepare(`SELECT ${n} AS n`).get();
    collect();
    await setImmediate();
  }
  t.same(db.prepare('SELECT 1 AS n').get(), { n: 1 });
  db.close();
});

t.test('errors carry their codes', async (t) => {
  const db = new Database(':memory:');
  t.teardown(() => db.close());
  t.throws(() => db.prepare('SELECT * FROM nothing'), Database.SqliteError);
  t.throws(() => db.prepare('SELECT * FROM nothing'), { code: 'SQLITE_ERROR' });
});
