import { PartlyApplied } from '@marquee/change-queue';
import { type ChangeEvent, type ChangeJob, MAX_EVENT_AGE_MS } from '@marquee/contracts';
import { buildMovieChanged, idOf, TEST_NOW } from '@marquee/testing';
import type { ViewTables } from '@marquee/view-store';
import t from 'tap';
import { applyJob } from '../src/apply-job.js';
import { generation, openView } from './open-view.js';

const events = [1, 2, 3].map((n) => buildMovieChanged({ id: idOf(n) }));
const ids = events.map((event) => event.id);
const [one, two, three] = ids;
const job: ChangeJob = { publishedAt: TEST_NOW, events };
const reached = async (tables: ViewTables) =>
  [...(await tables.versions('moviesById', ids)).keys()].sort();
const withTwo = (event: object): ChangeJob => ({
  ...job,
  events: events.map((other) =>
    other.id === two ? ({ ...other, ...event } as ChangeEvent) : other,
  ),
});

t.test('all events of a job are in the view when it is done', async (t) => {
  const tables = (await openView(t)).open(generation);
  await applyJob(job, tables, { now: TEST_NOW });
  t.same(await reached(tables), ids);
});

t.test('an event of strange shape fails alone, and for good', async (t) => {
  const tables = (await openView(t)).open(generation);
  const failure = await applyJob(withTwo({ movie: 'gone' }), tables, { now: TEST_NOW }).catch(
    (e) => e,
  );
  t.ok(failure instanceof PartlyApplied);
  t.same(await reached(tables), [one, three]);
  const [event] = failure.rest.events;
  t.match(event, { id: two, movie: 'gone' });
  await t.rejects(applyJob(failure.rest, tables, { now: TEST_NOW }), { name: 'Unprocessable' });
});

t.test('an event of unknown kind fails alone', async (t) => {
  const tables = (await openView(t)).open(generation);
  const failure = await applyJob(withTwo({ kind: 'rumour' }), tables, { now: TEST_NOW }).catch(
    (e) => e,
  );
  t.match(failure, { name: 'PartlyApplied', cause: { message: /rumour/ } });
  t.same(await reached(tables), [one, three]);
});

t.test('what is no job, or too old, is refused as a whole', async (t) => {
  const tables = (await openView(t)).open(generation);
  const unprocessable = { name: 'Unprocessable' };
  await t.rejects(applyJob(JSON.parse('{"events":3}'), tables, { now: TEST_NOW }), unprocessable);
  const late = TEST_NOW + MAX_EVENT_AGE_MS + 1;
  await t.rejects(applyJob(job, tables, { now: late }), unprocessable);
  t.same(await reached(tables), []);
  await applyJob(job, tables, { now: late - 1 });
});

t.test('heartbeats that are too old are let go, not kept as dead letters', async (t) => {
  const tables = (await openView(t)).open(generation);
  const heartbeat = { kind: 'heartbeat', at: TEST_NOW, oldestUnconfirmedAt: null } as const;
  const late = TEST_NOW + MAX_EVENT_AGE_MS + 1;
  await applyJob({ publishedAt: TEST_NOW, events: [heartbeat] }, tables, { now: late });
  t.equal(await tables.heartbeat(), null);
});

t.test('an event that the store refuses fails alone', async (t) => {
  const real = (await openView(t)).open(generation);
  const refusal = new Error('this movie cannot be stored');
  const tables: ViewTables = {
    ...real,
    async apply(given) {
      const about = given.flat().some((row) => row.table === 'moviesById' && row.id === two);
      if (about) throw refusal;
      await real.apply(given);
    },
  };
  const failure = await applyJob(job, tables, { now: TEST_NOW }).catch((e) => e);
  t.ok(failure instanceof PartlyApplied);
  t.equal(failure.cause, refusal);
  t.same(failure.rest, { ...job, events: [events[1]] });
  t.same(await reached(real), [one, three]);
});

t.test('when the store is not there the whole job is to be tried again', async (t) => {
  const store = await openView(t);
  const other = { ...generation, name: 'g2' };
  await store.createGeneration(other, 0);
  const tables = store.open(other);
  await store.dropGeneration('g2');
  await t.rejects(applyJob(job, tables, { now: TEST_NOW }), { name: 'ViewStoreNotReady' });
});
