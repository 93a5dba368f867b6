/** What only the embedded store has: a file that other processes share, tombstones to sweep, plans to keep. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutation } from '@marquee/projection';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { openViewStore, ViewStoreNotReady, ViewStoreUnavailable } from '../src/index.js';
import { sqliteSql } from '../src/sqlite/sqlite-statements.js';
import { movieEvent, place, rowsOf, wholeList } from './contract/events.js';

const DAY_MS = 86_400_000;
const generation = { name: 'g1', projectionVersion: 1, splits: {} };
const LIST = 'all/title';

/** That generations of version 1 lack. */
const NEWER_TABLES = [
  'access_keys',
  'comment_lists',
  'comments_by_id',
  'session_lists',
  'session_days',
  'rating_lists',
  'ratings_by_id',
];

t.test('tombstones and applied writes go after a day, in slices, and not before', async (t) => {
  let now = 1_000 * DAY_MS;
  const file = join(t.testdir(), 'view.db');
  const store = openViewStore(`sqlite:${file}`, { now: () => now });
  t.teardown(() => store.close());
  await store.migrate();
  await store.createGeneration(generation, now);
  const tables = store.open(generation);
  const ids = Array.from({ length: 1_200 }, (_, index) => `m${index}`);
  const at = [place(LIST, 'k')];
  await tables.apply(ids.map((id) => movieEvent({ id, version: 1, at, actorIds: ['a'] })));
  const gone = { at: null, gone: at, actorsGone: ['a'] };
  await tables.apply(ids.slice(1).map((id) => movieEvent({ id, version: 2, ...gone })));
  await tables.apply([[{ table: 'appliedWrites', write: 'w', subject: 'movie:m1' }]]);

  t.equal(await store.sweep(now + DAY_MS - 1), 0);
  now += DAY_MS + 1;
  const swept: number[] = [];
  for (let count = -1; count !== 0; ) {
    count = await store.sweep(now);
    swept.push(count);
  }
  t.same(swept, [1_001, 1_000, 398, 0]);
  t.same(await rowsOf(tables, LIST), ['k m0']);
  t.equal(
    (await tables.versions('moviesById', ids)).size,
    ids.length,
    'deleted movies keep their versions',
  );
  t.equal(await tables.appliedSubjects('w', 10), 0);
});

t.test('changes are kept for 30 days from when they were stored last', async (t) => {
  let now = DAY_MS;
  const store = openViewStore(`sqlite:${join(t.testdir(), 'view.db')}`, { now: () => now });
  t.teardown(() => store.close());
  await store.migrate();
  await store.createGeneration(generation, now);
  const tables = store.open(generation);
  const changes = Array.from({ length: 700 }, (_, n): Mutation[] => {
    const change = { position: n + 1, kind: 'movie', id: 'm', version: 1, at: 1 };
    return [{ table: 'changesByPosition', ...change }];
  });
  await tables.apply(changes);
  now += DAY_MS;
  await tables.apply(changes.slice(1, 2));
  t.equal(await store.sweep(now + 29 * DAY_MS), 0);
  t.equal(await store.sweep(now + 29 * DAY_MS + 1), 499);
  t.equal(await store.sweep(now + 29 * DAY_MS + 1), 200);
  t.equal(await store.sweep(now + 29 * DAY_MS + 1), 0);
  t.match(await tables.changes({ after: 1, limit: 10 }), [{ position: 2 }]);
});

t.test('two processes write one file at the same time', async (t) => {
  const directory = t.testdir();
  const url = `sqlite:${join(directory, 'view.db')}`;
  const store = openViewStore(url);
  t.teardown(() => store.close());
  await store.migrate();
  await store.createGeneration(generation, 0);
  const writers = ['a', 'b'].map((name) => writer(directory, url, name));
  const ends = await Promise.all(writers.map((child) => once(child, 'exit')));
  t.same(ends, [
    [0, null],
    [0, null],
  ]);
  t.equal((await rowsOf(store.open(generation), LIST)).length, 400);
});

t.test('what was applied is there after the process was killed', async (t) => {
  const directory = t.testdir();
  const url = `sqlite:${join(directory, 'view.db')}`;
  const setUp = openViewStore(url);
  await setUp.migrate();
  await setUp.createGeneration(generation, 0);
  await setUp.close();
  const child = writer(directory, url, 'k');
  let confirmed = 0;
  child.stdout.on('data', (dots: Buffer) => {
    confirmed += dots.length;
    if (confirmed >= 20) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const store = openViewStore(url);
  t.teardown(() => store.close());
  const rows = await rowsOf(store.open(generation), LIST);
  t.ok(confirmed >= 20 && rows.length >= confirmed, `${rows.length} of ${confirmed} confirmed`);
  const ids = rows.map((row) => row.slice('k '.length));
  t.equal(
    (await store.open(generation).moviesById(ids.slice(0, 100), 'full')).includes(null),
    false,
  );
});

t.test('a store without its tables says so, a file that cannot be opened too', async (t) => {
  const directory = t.testdir({ 'not-a-folder': '' });
  const store = openViewStore(`sqlite:${join(directory, 'view.db')}`);
  t.teardown(() => store.close());
  await t.rejects(store.generations(), ViewStoreNotReady);
  await store.migrate();
  await t.rejects(store.open(generation).heartbeat(), ViewStoreNotReady);
  await store.ping();
  t.throws(() => openViewStore(`sqlite:${directory}`), ViewStoreUnavailable);
});

t.test('a generation of an older release is read without the tables that it lacks', async (t) => {
  const file = join(t.testdir(), 'view.db');
  const store = openViewStore(`sqlite:${file}`);
  t.teardown(() => store.close());
  await store.migrate();
  await store.createGeneration(generation, 0);
  const db = new Database(file);
  for (const table of NEWER_TABLES) {
    db.exec(`DROP TABLE ${table}_g1`);
  }
  db.exec('ALTER TABLE applied_writes_g1 DROP COLUMN position');
  db.close();
  const tables = store.open(generation);
  t.same(await rowsOf(tables, LIST), []);
  t.equal(await tables.heartbeat(), null);
  t.same(await tables.listSlice('actorLists', wholeList('all')), []);
  await t.rejects(tables.rowsById('accessKeys', ['k']), { code: 'view-behind' });
  t.same(await tables.appliedWrites({ after: null, limit: 1 }), { covers: [], next: null });
  t.equal(await tables.appliedPosition('w'), null);
  t.equal(await store.sweep(1_000 * DAY_MS), 0);
});

t.test('an event that lists a movie without putting it by id is refused as a whole', async (t) => {
  const store = openViewStore(`sqlite:${join(t.testdir(), 'view.db')}`);
  t.teardown(() => store.close());
  await store.migrate();
  await store.createGeneration(generation, 0);
  const tables = store.open(generation);
  const event = movieEvent({ id: 'm', version: 1, at: [place(LIST, 'k')] });
  const broken = event.filter(({ table }) => table !== 'moviesById');
  await t.rejects(tables.apply([event, broken]), TypeError);
  t.same(await rowsOf(tables, LIST), []);
  await tables.apply([event]);
  t.same(
    await rowsOf(tables, LIST),
    ['k m'],
    'numbers of lists that were rolled back are not kept',
  );
});

t.test('slices and sweeps go by their keys', async (t) => {
  const file = join(t.testdir(), 'view.db');
  const store = openViewStore(`sqlite:${file}`);
  await store.migrate();
  await store.createGeneration(generation, 0);
  await store.close();
  const db = new Database(file);
  t.teardown(() => db.close());
  const planOf = (sql: string) =>
    db
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...Array.from(sql.matchAll(/\?/g), () => 1))
      .map(({ detail }) => detail);
  const sql = sqliteSql('g1');
  for (const text of [sql.movieSlice.full.forward, sql.movieSlice.full.backward]) {
    const plan = planOf(text);
    t.match(plan[0], /SEARCH movie_lists_g1 USING PRIMARY KEY \(list=\? AND bucket=\? AND /);
    t.match(plan[0], /\(sort_key,movie_id\)>\(\?,\?\) AND \(sort_key,movie_id\)<\(\?,\?\)/);
    t.match(plan[1], /SEARCH m USING INTEGER PRIMARY KEY/);
    t.equal(plan.length, 2, 'nothing is sorted');
  }
  t.match(planOf(sql.sweepMovieLists).join(), /movie_lists_tombstones_g1 \(removed_at<\?\)/);
  t.match(planOf(sql.sweepAppliedWrites).join(), /applied_writes_age_g1 \(noted_at<\?\)/);
});

/** A process that applies 200 movies one by one and prints a dot for each that is confirmed. */
function writer(directory: string, url: string, name: string) {
  const script = join(directory, `${name}.mjs`);
  const source = `
    import { openViewStore } from '${new URL('../src/index.js', import.meta.url)}';
    import { movieEvent, place } from '${new URL('./contract/events.js', import.meta.url)}';
    const store = openViewStore('${url}');
    const tables = store.open(${JSON.stringify(generation)});
    for (let index = 0; index < 200; index += 1) {
      await tables.apply([
        movieEvent({ id: '${name}' + index, version: 1, at: [place('${LIST}', 'k')] }),
      ]);
      process.stdout.write('.');
    }
    await store.close();
  `;
  writeFileSync(script, source);
  return spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
}
