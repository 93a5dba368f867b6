import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { DataSource } from 'typeorm';
import { openWriteStore } from '../src/index.js';
import { translated as sqliteError } from '../src/sqlite/errors.js';
import {
  translated as sqlServerError,
  translatedIn as sqlServerErrorIn,
} from '../src/sqlserver/errors.js';
import { onEach } from './adapters.js';
import { create, load, newMovie, options, saved1 } from './builders.js';

t.test('a server that is not there is unavailable, until it is', async (t) => {
  const store = openWriteStore('mssql://sa:password@127.0.0.1:9/marquee');
  t.teardown(() => store.close());
  for (let tries = 0; tries < 2; tries++)
    await t.rejects(store.ping(), { name: 'WriteStoreUnavailable' });
});

t.test('a file that cannot be made is unavailable', async (t) => {
  const directory = t.testdir({ plain: 'a file, not a directory' });
  const store = openWriteStore(`sqlite:${directory}/plain/write.sqlite`);
  t.teardown(() => store.close());
  await t.rejects(store.ping(), { name: 'WriteStoreUnavailable', message: /file.*cannot be used/ });
});

t.test('a lock that another process keeps is waited for, then unavailable', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-write-'));
  const file = join(directory, 'write.sqlite');
  const store = openWriteStore(`sqlite:${file}`);
  const other = new DataSource({ type: 'better-sqlite3', driver: Database, database: file });
  t.teardown(async () => {
    await other.destroy();
    await store.close();
    rmSync(directory, { recursive: true });
  });
  await store.migrate();
  await other.initialize();
  await other.query('BEGIN IMMEDIATE');
  const waiting = create(store);
  await other.query('COMMIT');
  t.ok(await waiting, 'the lock came free in time');
  await other.query('BEGIN IMMEDIATE');
  await t.rejects(create(store), { name: 'WriteStoreUnavailable', message: /lock/ });
  await other.query('ROLLBACK');
  t.ok(await create(store));
});

t.test('errors of the drivers are told in the terms of the port', async (t) => {
  const sqlite = (code: string) => sqliteError(Object.assign(new Error(code), { code }));
  const sqlserver = (more: object) => sqlServerError(Object.assign(new Error('fk_'), more));
  for (const code of ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'])
    t.match(sqlite(code), { name: 'LostRace' }, code);
  t.match(sqlite('SQLITE_FULL'), { name: 'WriteStoreUnavailable', message: /disk.*full/ });
  for (const code of ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_IOERR_WRITE'])
    t.match(sqlite(code), { name: 'WriteStoreUnavailable' }, code);
  t.match(sqlite('SQLITE_CONSTRAINT_CHECK'), { name: 'Error' });
  for (const number of [2627, 2601, 1205, 3960, 547])
    t.match(sqlserver({ number }), { name: 'LostRace' }, `${number}`);
  for (const more of [{ number: 1105 }, { code: 'ETIMEOUT' }, { code: 'ESOCKET' }])
    t.match(sqlserver(more), { name: 'WriteStoreUnavailable' });
  const waited = new Error('Failed to acquire a connection from the pool: timed out');
  t.match(sqlServerError(waited), { name: 'WriteStoreUnavailable', message: /pool/ });
  t.match(sqlserver({ number: 207 }), { name: 'Error' });
});

t.test('a broken connection is told by what had been sent by then', async (t) => {
  const broken = (code: string) => Object.assign(new Error(code), { code });
  for (const code of ['ECONNCLOSED', 'ECONNRESET', 'ESOCKET'])
    t.match(sqlServerErrorIn('working', broken(code)), { name: 'ConnectionLost' }, code);
  t.match(sqlServerErrorIn('starting', broken('ECONNCLOSED')), { name: 'ConnectionLost' });
  const nobody = { name: 'WriteStoreUnavailable', message: /does not answer/ };
  t.match(sqlServerErrorIn('starting', broken('ESOCKET')), nobody, 'a connection that never was');
  t.match(sqlServerErrorIn('working', broken('ETIMEOUT')), nobody, 'it may still be at it');
  const unknown = { name: 'WriteStoreUnavailable', message: /not known/ };
  t.match(sqlServerErrorIn('committing', broken('ESOCKET')), unknown);
  const deadlock = Object.assign(new Error('deadlock'), { number: 1205 });
  t.match(sqlServerErrorIn('committing', deadlock), { name: 'LostRace' });
});

onEach('a pool of two serves many writers', async (t, { another }) => {
  const store = another({}, 2);
  const made = await Promise.all(Array.from({ length: 30 }, () => create(store)));
  t.equal(made.length, 30);
});

onEach('a lost race runs the whole of the work again', async (t, { another }) => {
  let pauses = 0;
  const store = another({ pauses: { random: () => 0, sleep: async () => pauses++ } });
  let tries = 0;
  const movie = newMovie({ tags: ['one'] });
  const written = await store.write(async (tx) => {
    tries++;
    const saved = await saved1(tx, null, movie);
    // What this names is not in the table, as if another transaction had changed it meanwhile.
    if (tries < 3 && saved !== null) await saved1(tx, { ...saved, version: 1 }, saved);
    return saved;
  }, options());
  t.equal(tries, 3);
  t.equal(pauses, 2);
  t.equal(written.subjects, 2, 'counted once');
  t.same((await load(store, movie.id))?.content.tags, ['one']);
  const endless = store.write((tx) => saved1(tx, newMovie(), newMovie()), options());
  await t.rejects(endless, { name: 'WriteStoreUnavailable', message: /12 races/ });
});
