/** A clock that is set back by a day: what comes after stays newer, and nothing waits until the old time is reached again. */
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  load,
  makeActor,
  movieEvent,
  present,
  rate,
  relay,
  remove,
  tick,
} from './builders.js';

const DAY_MS = 86_400_000;
const claim = { limit: 100, leaseMs: 1_000 };
const fold = { limit: 100, minIntervalMs: 1_000 };

/** The time as the clock shows it once it has been set back. */
const back = () => tick() - DAY_MS;

onEach('every write is newer than the one before it', async (t, { store, query }) => {
  const actor = await makeActor(store);
  const { id, version } = await create(store, {
    cast: [{ actorId: actor.id, character: null, order: 0 }],
  });
  const edited = await edit(store, id, { title: 'B' }, { now: back() });
  t.equal(edited.value.version, version + 1);
  const renamed = present(
    (await changeActor(store, actor.id, { name: 'B' }, { now: back() })).value,
  );
  t.equal(renamed.version, actor.version + 1);
  t.equal(present(await load(store, id)).version, version + 2, 'the name shows in the movie');
  await rate(store, id, 8, { now: back() });
  await store.folds.foldRatings({ ...fold, now: back() });
  const { version: rated } = present(await load(store, id));
  t.equal(rated, version + 3);

  await store.folds.foldTotals({ limit: 100, now: tick() });
  const totals = () =>
    query<{ version: string }>("SELECT version FROM totals WHERE selection = 'all'");
  const [before] = await totals();
  await remove(store, id, { now: back() });
  await store.folds.foldTotals({ limit: 100, now: back() });
  const [after] = await totals();
  t.equal(Number(after?.version), Number(before?.version) + 1);
  const anew = await create(store, {}, { id, now: back() });
  t.ok(anew.version > rated + 1, 'also where it was deleted meanwhile');
});

onEach('leased and delayed rows are not kept until the lease would end', async (t, { store }) => {
  const { id } = await create(store);
  const rows = await store.outbox.claim({ ...claim, now: tick() });
  t.same(await store.outbox.claim({ ...claim, now: tick() }), [], 'they are leased');
  const again = await store.outbox.claim({ ...claim, now: back() });
  t.match(again, [{ subject: id, attempts: 2 }]);
  t.same(await store.outbox.claim({ ...claim, now: back() }), [], 'they are leased anew');
  await store.outbox.release(rows, tick() + 10_000);
  t.same(await store.outbox.claim({ ...claim, now: tick() }), [], 'they are to be tried later');
  t.match(await store.outbox.claim({ ...claim, now: back() }), [{ subject: id, attempts: 3 }]);
});

onEach('ratings are folded, of this movie and of others', async (t, { store }) => {
  const [first, second] = [await create(store), await create(store)];
  for (const { id } of [first, second]) await rate(store, id, 8);
  t.match(await store.folds.foldRatings({ ...fold, now: tick() }), { folded: 2 });
  await relay(store);
  for (const { id } of [first, second]) await rate(store, id, 2, { now: back() });
  const now = back();
  t.same(await store.folds.foldRatings({ ...fold, now }), { folded: 2, nextDueAt: null });
  const event = movieEvent(await relay(store), second.id);
  t.same(event.movie?.rating, { average: 2.5, count: 2 });
  await rate(store, first.id, 4, { now });
  t.same(
    await store.folds.foldRatings({ ...fold, now: now + 999 }),
    { folded: 0, nextDueAt: now + 1_000 },
    'at most once a second, as ever',
  );
});
