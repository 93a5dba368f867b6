/** How SQLite finds the rows of the outbox: what touches some rows must not read a whole backlog for them. */
import { join } from 'node:path';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { openWriteStore } from '../src/open-write-store.js';
import { outboxStatements as sql } from '../src/sqlite/outbox-statements.js';

t.test(
  'some rows are found by their numbers or subjects, whatever else is in their state',
  async (t) => {
    const file = join(t.testdir(), 'write.sqlite');
    const store = openWriteStore(`sqlite:${file}`);
    await store.migrate();
    await store.close();
    const db = new Database(file);
    t.teardown(() => db.close());
    const planOf = (text: string) => {
      const names = Array.from(text.matchAll(/@(\w+)/g), ([, name]) => [name, '[]']);
      return db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`)
        .all(Object.fromEntries(names))
        .map(({ detail }) => detail);
    };
    const { markPublished, release, republish, deleteConfirmed, keepConfirmed } = sql;
    for (const text of [markPublished, release, republish, deleteConfirmed, keepConfirmed])
      t.equal(planOf(text)[0], 'SEARCH outbox USING INTEGER PRIMARY KEY (rowid=?)', text);
    t.match(planOf(sql.forgetConfirmed)[0], 'outbox_subject (subject=? AND kind=?)');
    t.match(planOf(sql.befores)[0], 'outbox_subject (subject=?)');
    t.match(planOf(sql.claim).join(), 'outbox_created (state=?)');
    t.notMatch(planOf(sql.claim).join(), 'TEMP B-TREE', 'the oldest stand first in the index');
  },
);
