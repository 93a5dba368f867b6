import { randomUUID } from 'node:crypto';
import type { TotalsChanged } from '@marquee/contracts';
import type { Hydrated, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  create,
  movieEvent,
  newMovie,
  options,
  play,
  present,
  remove,
  saved1,
  settle,
  tick,
} from './builders.js';

const totalsOf = ({ events }: Hydrated) =>
  events.filter((event): event is TotalsChanged => event.kind === 'totals');

const fold = (store: WriteStore, limit = 1_000) => store.folds.foldPlays({ limit, now: tick() });

/** What the write store has for the view, by movie. */
async function countsOf(store: WriteStore, ids: readonly string[]): Promise<number[]> {
  const selections = ids.map((id) => `plays:${id}`);
  const { events } = await store.outbox.current({ selections });
  const counts = new Map(
    totalsOf({ events, generations: [] })
      .flatMap(({ totals }) => totals)
      .map(({ selection, count }) => [selection, count]),
  );
  return selections.map((selection) => counts.get(selection) ?? 0);
}

onEach('each play counts, and its write is covered by the total', async (t, { store }) => {
  const [one, other] = [(await create(store)).id, (await create(store)).id];
  await store.folds.foldTotals({ limit: 10, now: tick() });
  await settle(store);
  for (const [id, write] of [
    [one, 'w1'],
    [other, 'w2'],
    [one, 'w3'],
  ] as const) {
    const written = await play(store, id, { write });
    t.same(written, { ...written, value: true, subjects: 1 });
  }
  t.same(await fold(store), { folded: 3, nextDueAt: null });
  const [event, ...more] = totalsOf(await settle(store));
  t.same(more, [], 'one row for all plays of a fold');
  const counts = event?.totals.map(({ selection, count }) => [selection, count]);
  t.same(
    counts,
    [
      [`plays:${one}`, 2],
      [`plays:${other}`, 1],
    ].sort(),
  );
  t.match(event?.covers, [
    { write: 'w1', subject: `plays:${one}` },
    { write: 'w2', subject: `plays:${other}` },
    { write: 'w3', subject: `plays:${one}` },
  ]);
  await play(store, one);
  await fold(store);
  t.same(await countsOf(store, [one, other]), [3, 1]);
  t.same(await fold(store), { folded: 0, nextDueAt: null });
});

onEach('a play of a movie that is not there is refused, and leaves nothing', async (t, opened) => {
  const { store, query } = opened;
  const lost = await play(store, randomUUID());
  t.same(lost, { ...lost, value: false, subjects: 0 });
  const { id } = await create(store);
  await remove(store, id);
  t.match(await play(store, id), { value: false });
  await play(store, (await create(store)).id, { dryRun: true });
  t.same(await query('SELECT * FROM play_deltas'), []);
});

onEach('more plays than the limit are counted in further calls', async (t, { store }) => {
  const { id } = await create(store);
  for (let n = 0; n < 5; n++) await play(store, id);
  const now = tick();
  t.same(await store.folds.foldPlays({ limit: 3, now }), { folded: 3, nextDueAt: now });
  t.same(await store.folds.foldPlays({ limit: 3, now }), { folded: 2, nextDueAt: null });
  t.same(await countsOf(store, [id]), [5]);
});

onEach('what waits to be counted is what the view lacks', async (t, { store }) => {
  const { id } = await create(store);
  await store.folds.foldTotals({ limit: 10, now: tick() });
  await settle(store);
  t.equal(await store.outbox.oldestUnconfirmedAt(), null);
  const now = tick();
  await play(store, id, { now });
  await play(store, id);
  t.equal(await store.outbox.oldestUnconfirmedAt(), now);
  await fold(store);
  t.equal(await store.outbox.oldestUnconfirmedAt(), now);
  await settle(store);
  t.equal(await store.outbox.oldestUnconfirmedAt(), null);
});

onEach('with an idempotency key a play counts once', async (t, { store }) => {
  const { id } = await create(store);
  const key = { caller: 'me', route: 'POST plays', key: randomUUID(), requestHash: 'h' };
  const first = await play(store, id, { idempotency: key, write: 'first' });
  const again = await play(store, id, { idempotency: key });
  t.same(again, { ...first, replayed: true });
  await fold(store);
  t.same(await countsOf(store, [id]), [1]);
});

onEach('plays go with their movie, and one made anew begins at 0', async (t, opened) => {
  const { store, query } = opened;
  const { id } = await create(store);
  await play(store, id);
  await play(store, id);
  await fold(store);
  await settle(store);
  const waiting = await play(store, id, { write: 'waiting' });
  t.equal(waiting.value, true);
  const gone = await remove(store, id, { write: 'gone' });
  t.equal(gone.subjects, 3, 'the movie, the totals of its lists, its plays');
  t.same(await query('SELECT * FROM play_deltas'), []);
  t.same(await countsOf(store, [id]), [0]);

  const published = await settle(store);
  t.ok(
    movieEvent(published, id).covers.some(({ write }) => write === 'waiting'),
    'a play that was never counted is covered by the deletion',
  );
  const [reset] = totalsOf(published).filter(({ totals }) =>
    totals.some(({ selection }) => selection === `plays:${id}`),
  );
  t.match(reset, {
    totals: [{ count: 0 }],
    covers: [{ write: 'gone', subject: `plays:${id}` }],
  });
  t.same(await fold(store), { folded: 0, nextDueAt: null });

  await create(store, {}, { id });
  t.same(await countsOf(store, [id]), [0]);
  await play(store, id);
  await fold(store);
  t.same(await countsOf(store, [id]), [1]);
});

onEach('a movie that was never played is deleted without a total', async (t, { store, query }) => {
  const { id } = await create(store);
  t.equal((await remove(store, id)).subjects, 2);
  const { id: another } = await create(store);
  await play(store, another);
  t.equal((await remove(store, another)).subjects, 2, 'nor one whose plays were never counted');
  t.same(await query("SELECT * FROM totals WHERE selection LIKE 'plays:%'"), []);
});

onEach('a deletion that is undone leaves the plays as they were', async (t, { store }) => {
  const { id } = await create(store);
  await play(store, id);
  await fold(store);
  await play(store, id);
  await remove(store, id, { dryRun: true });
  await store.write(async (tx) => {
    const movie = present((await tx.lockMovies({ ids: [id] }))[0]);
    const undone = tx.attempt(async () => {
      await saved1(tx, movie, null);
      throw new Error('changed my mind');
    });
    await t.rejects(undone, /changed my mind/);
  }, options());
  await fold(store);
  t.same(await countsOf(store, [id]), [2]);
});

onEach('parallel plays, folds and deletions count exactly', async (t, { store, engine }) => {
  const plays = engine === 'sqlite' ? 400 : 60;
  const { id } = await create(store);
  const doomed = newMovie();
  await create(store, {}, { id: doomed.id });
  let counting = true;
  const folding = (async () => {
    while (counting) await fold(store, 7);
  })();
  await Promise.all([
    ...Array.from({ length: plays }, () => play(store, id)),
    ...Array.from({ length: 20 }, () => play(store, doomed.id)),
    remove(store, doomed.id),
  ]);
  counting = false;
  await folding;
  await fold(store);
  t.same(await countsOf(store, [id, doomed.id]), [plays, 0]);
});
