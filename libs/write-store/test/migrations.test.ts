import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { openWriteStore } from '../src/index.js';
import { onEach, type Tap } from './adapters.js';

/** A directory of migrations with these texts. */
function directoryOf(t: Tap, files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-migrations-'));
  t.teardown(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

/** A SQLite file as it was before this migration. */
async function fileOlderThan(t: Tap, first: string) {
  const url = `sqlite:${join(t.testdir(), 'write.sqlite')}`;
  const before = openWriteStore(url, { migrations: olderThan(t, first) });
  await before.migrate();
  await before.close();
  const db = new Database(url.slice('sqlite:'.length));
  t.teardown(() => db.close());
  return { url, db };
}

/** A directory of the migrations for SQLite that come before this one. */
function olderThan(t: Tap, first: string): string {
  const all = fileURLToPath(new URL('../../../../migrations/sqlite/write/', import.meta.url));
  const older = directoryOf(t, {});
  for (const name of readdirSync(all).filter((name) => name < first))
    copyFileSync(join(all, name), join(older, name));
  return older;
}

onEach('migrating again runs nothing, and the store is ready', async (t, { store }) => {
  t.same(await store.migrate(), []);
  await store.check();
  await store.ping();
  t.equal(await store.isEmpty(), true);
});

onEach(
  'two processes that migrate at once run each migration once',
  async (t, { another }) => {
    const files = {
      '0010-first.sql': 'CREATE TABLE first_new (n int NOT NULL);',
      '0011-second.sql': 'CREATE TABLE second_new (n int NOT NULL);',
    };
    const migrations = directoryOf(t, files);
    const ran = await Promise.all([
      another({ migrations }).migrate(),
      another({ migrations }).migrate(),
    ]);
    t.same(ran.flat().sort(), Object.keys(files));
  },
  { fresh: true },
);

onEach(
  'a migration that fails leaves nothing half done',
  async (t, { another, query }) => {
    const migrations = directoryOf(t, {
      '0010-good.sql': 'CREATE TABLE good (n int NOT NULL);',
      '0011-bad.sql': 'CREATE TABLE half (n int NOT NULL);\nINSERT INTO nowhere (n) VALUES (1);',
    });
    await t.rejects(another({ migrations }).migrate(), /nowhere/);
    t.same(await query('SELECT n FROM good'), [], 'what came before stays');
    await t.rejects(query('SELECT n FROM half'), /half/, 'the failed one left no table');
    writeFileSync(join(migrations, '0011-bad.sql'), 'CREATE TABLE half (n int NOT NULL);');
    t.same(await another({ migrations }).migrate(), ['0011-bad.sql'], 'and runs once it is right');
  },
  { fresh: true },
);

onEach(
  'a schema of another release is not ready',
  async (t, { store, another }) => {
    const older = directoryOf(t, {});
    await t.rejects(another({ migrations: older }).check(), {
      name: 'WriteStoreNotReady',
      message: /newer release.*0001-movies\.sql/,
    });
    const newer = directoryOf(t, { '0099-later.sql': 'SELECT 1;' });
    await t.rejects(another({ migrations: newer }).check(), {
      name: 'WriteStoreNotReady',
      message: /0099-later\.sql.*migrate/,
    });
    await store.check();
  },
  { fresh: true },
);

t.test('a new file has no schema, which the check says', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-write-'));
  const store = openWriteStore(`sqlite:${directory}/deep/down/new.sqlite`);
  t.teardown(async () => {
    await store.close();
    rmSync(directory, { recursive: true });
  });
  await t.rejects(store.check(), { name: 'WriteStoreNotReady', message: /0001-movies\.sql/ });
});

t.test('changes outlive a table that is made anew, whose numbers go on', async (t) => {
  const { url, db } = await fileOlderThan(t, '0014');
  const insert = `INSERT INTO outbox (kind, subject, version, writes, state, attempts, due_at, created_at, origins)
    VALUES (?, 'x', 1, '[]', 'pending', 0, 0, 5, '[]')`;
  const objects = () =>
    db
      .prepare("SELECT type, name FROM sqlite_master WHERE tbl_name = 'outbox' ORDER BY name")
      .all();
  for (let n = 0; n < 3; n++) db.prepare(insert).run('movie');
  db.exec('DELETE FROM outbox WHERE seq > 1');
  const rows = db.prepare('SELECT * FROM outbox').all();
  const known = objects();
  t.throws(() => db.prepare(insert).run('key'));

  const after = openWriteStore(url);
  t.teardown(() => after.close());
  await after.migrate();
  t.same(db.prepare('SELECT * FROM outbox').all(), rows);
  t.same(objects(), known, 'with all of its indexes');
  t.equal(db.prepare(insert).run('key').lastInsertRowid, 4, 'a number is given once');
});

t.test(
  'ratings of an older release get their new ids, also where they are waited for',
  async (t) => {
    const url = `sqlite:${join(t.testdir(), 'write.sqlite')}`;
    const before = openWriteStore(url, { migrations: olderThan(t, '0035') });
    await before.migrate();
    await before.close();
    const db = new Database(url.slice('sqlite:'.length));
    t.teardown(() => db.close());
    const [movie, user] = [
      '11111111-1111-4111-8111-111111111111',
      '22222222-2222-4222-8222-222222222222',
    ];
    const [old, now] = [`${movie}:${user}`, `${user}:${movie}`];
    db.exec(`
    INSERT INTO deleted_records (type, id, version) VALUES ('rating', '${old}', 3), ('comment', '${movie}', 4);
    INSERT INTO outbox (kind, subject, version, writes, state, attempts, due_at, created_at)
    VALUES ('rating', '${old}', 3, '[]', 'pending', 0, 0, 5), ('movie', '${movie}', 1, '[]', 'pending', 0, 0, 5)`);

    const after = openWriteStore(url);
    t.teardown(() => after.close());
    await after.migrate();
    t.same(db.prepare('SELECT type, id FROM deleted_records ORDER BY type').all(), [
      { type: 'comment', id: movie },
      { type: 'rating', id: now },
    ]);
    t.same(db.prepare('SELECT kind, subject FROM outbox ORDER BY seq').all(), [
      { kind: 'rating', subject: now },
      { kind: 'movie', subject: movie },
    ]);
  },
);
