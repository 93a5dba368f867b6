/** Places of changes in the order of their commits: what the change feed rests on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hydrated, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  create,
  edit,
  movieEvent,
  options,
  present,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const claim = { limit: 100, leaseMs: 60_000 };

/** Of events that have them, in order. */
const positionsIn = ({ events }: Hydrated) =>
  events
    .flatMap((event) => event.positions ?? [])
    .map(({ position }) => position)
    .sort((a, b) => a - b);

/** `count` of them, from the one after `last`. */
const next = (last: number, count: number) => Array.from({ length: count }, (_, n) => last + 1 + n);

const lastOf = async (store: WriteStore) => (await store.outbox.positions(0)).last;

onEach(
  'each change has a place in the order of commits, and none is left out',
  async (t, { store }) => {
    const last = await lastOf(store);
    for (let n = 0; n < 3; n++) await create(store);
    await t.rejects(store.write(() => Promise.reject(new Error('no')), options()));
    await store.write((tx) => tx.lockMovies({ ids: [] }), options({ dryRun: true }));
    const { id } = await create(store);
    await edit(store, id, { title: 'B' });
    await store.folds.foldTotals({ limit: 100, now: tick() });
    const hydrated = await relay(store);
    t.same(positionsIn(hydrated), next(last, 6));
    const { positions = [] } = movieEvent(hydrated, id);
    t.same(
      positions.map(({ position }) => position),
      [last + 4, last + 5],
      'one event, two changes',
    );
    await remove(store, id);
    t.same(positionsIn(await relay(store)), [last + 7]);
  },
);

onEach('what rolls back leaves no hole', async (t, { store }) => {
  const last = await lastOf(store);
  const { id } = await create(store);
  await edit(store, id, { title: 'B' }, { dryRun: true });
  const failing = store.write(async (tx) => {
    const before = present((await tx.lockMovies({ ids: [id] }))[0]);
    await tx.saveMovies([{ before, after: null }]);
    throw new Error('no');
  }, options());
  await t.rejects(failing);
  await edit(store, id, { title: 'C' });
  t.same(positionsIn(await relay(store)), next(last, 2));
});

onEach(
  'writers who come together, and those of them who fail, leave no hole',
  async (t, { store }) => {
    const last = await lastOf(store);
    const { id } = await create(store);
    await Promise.allSettled(
      Array.from({ length: 30 }, async (_, n) => {
        if (n % 3 === 0) return await create(store);
        if (n % 3 === 1) return await create(store, {}, { dryRun: true });
        return await create(store, {}, { id });
      }),
    );
    t.same(positionsIn(await relay(store)), next(last, 11));
  },
);

onEach('an event says of each change its version and time', async (t, { store }) => {
  const now = tick();
  const { id, version } = await create(store, {}, { now });
  const { value } = await edit(store, id, { title: 'B' }, { now: now + 5 });
  const event = movieEvent(await relay(store), id);
  t.match(event.positions, [
    { version, at: now },
    { version: value.version, at: now + 5 },
  ]);
  t.same(
    event.covers.map(({ position }) => position),
    event.positions?.map(({ position }) => position),
    'and of each write which change it is in',
  );
});

onEach('a change keeps its position when it is published again', async (t, { store }) => {
  const { id } = await create(store);
  const { positions } = movieEvent(await relay(store), id);
  await store.outbox.republish(await store.outbox.unconfirmed(10));
  await edit(store, id, { title: 'B' });
  const again = movieEvent(await relay(store), id);
  t.same(again.positions?.slice(0, 1), positions);
  t.equal(again.positions?.length, 2);
});

onEach('numbers of rows that are gone are not given again', async (t, { store }) => {
  await create(store);
  await store.folds.foldTotals({ limit: 100, now: tick() });
  await settle(store);
  await store.outbox.prune(tick() + 8 * 86_400_000);
  const last = await lastOf(store);
  await create(store);
  t.same(positionsIn(await relay(store)), [last + 1]);
});

onEach('relays that claim at once give each number once', async (t, { store, another }) => {
  const last = await lastOf(store);
  for (let n = 0; n < 60; n++) await create(store);
  const relays = Array.from({ length: 6 }, () => another());
  const claimed = await Promise.all(
    relays.map(async ({ outbox }) => {
      const rows = [];
      for (let n = 0; n < 3; n++)
        rows.push(...(await outbox.claim({ ...claim, limit: 10, now: tick() })));
      return rows;
    }),
  );
  const rows = [...claimed.flat(), ...(await store.outbox.claim({ ...claim, now: tick() }))];
  t.same(positionsIn(await store.outbox.hydrate(rows)), next(last, 60));
});

onEach('settled is what is confirmed, up to the first that is not', async (t, { store }) => {
  const start = await lastOf(store);
  t.equal((await store.outbox.positions(0)).settled, start, 'with nothing under way');
  for (let n = 0; n < 3; n++) await create(store);
  await relay(store);
  const settled = async (above = 0) => (await store.outbox.positions(above)).settled - start;
  const [first, second, third] = await store.outbox.unconfirmed(10);
  t.same(
    [first, second, third].map((row) => present(row?.position) - start),
    [1, 2, 3],
  );
  t.equal(await settled(), 0);
  await store.outbox.confirm([present(second)], tick());
  t.equal(await settled(), 0, 'the first is not confirmed yet');
  const { waitingSince } = await store.outbox.positions(0);
  t.equal(waitingSince, await store.outbox.oldestUnconfirmedAt());
  await store.outbox.confirm([present(first)], tick());
  t.equal(await settled(), 2);
  t.equal(await settled(start + 2), 2);
  await store.outbox.republish([present(third)]);
  t.equal(await settled(), 2, 'what is published again is under way');
  await relay(store);
  await store.outbox.confirm(await store.outbox.unconfirmed(10), tick());
  t.equal(await settled(), 3);
  t.equal((await store.outbox.positions(0)).waitingSince, null);
});

onEach(
  'a transaction that commits late gets a late position',
  async (t, { store, engine, query }) => {
    if (engine === 'sqlite') return void t.pass('there is one writer at a time');
    const last = await lastOf(store);
    const row = `N'movie', N'late', 1, N'[]', N'pending', 0, 0, 1`;
    const late = query(`
BEGIN TRANSACTION;
INSERT INTO outbox (kind, subject, version, writes, state, attempts, due_at, created_at)
VALUES (${row});
WAITFOR DELAY '00:00:02';
COMMIT`);
    await sleep(500);
    await create(store);
    t.same(positionsIn(await relay(store)), [last + 1]);
    await late;
    await store.outbox.claim({ ...claim, now: tick() });
    t.equal(await lastOf(store), last + 2);
  },
);
