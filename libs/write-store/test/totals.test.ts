import type { TotalsChanged } from '@marquee/contracts';
import type { Hydrated, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  makeActor,
  options,
  provider,
  rate,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const totalsOf = ({ events }: Hydrated) =>
  events.filter((event): event is TotalsChanged => event.kind === 'totals');

/** Folds all that waits and gives the counts that are published. */
async function published(store: WriteStore): Promise<Record<string, number>> {
  await store.folds.foldTotals({ limit: 100, now: tick() });
  const totals = totalsOf(await settle(store)).flatMap((event) => event.totals);
  return Object.fromEntries(totals.map(({ selection, count }) => [selection, count]));
}

onEach('a movie counts in each of its selections', async (t, { store }) => {
  const actor = await makeActor(store);
  const cast = ['A', 'B'].map((character, order) => ({ actorId: actor.id, character, order }));
  const content = { genres: ['Drama', 'Sci-Fi'], tags: ['noir'], year: 1999, cast };
  const { id } = await create(store, content);
  t.same(await published(store), {
    actors: 1,
    all: 1,
    'genre:Drama': 1,
    'genre:Sci-Fi': 1,
    'tag:noir': 1,
    'year:1999': 1,
    [`provider:${provider}`]: 1,
    [`actor:${actor.id}`]: 1,
  });
  const same = await edit(store, id, { title: 'New', cast: cast.slice(1) });
  t.equal(same.subjects, 1, 'what moves no total writes no delta');
  await edit(store, id, { genres: ['Drama'], year: null, cast: [] });
  t.same(await published(store), {
    'genre:Sci-Fi': 0,
    'year:1999': 0,
    [`actor:${actor.id}`]: 0,
  });
  await remove(store, id);
  await changeActor(store, actor.id, null);
  t.same(await published(store), {
    ...{ actors: 0, all: 0, 'genre:Drama': 0, 'tag:noir': 0 },
    [`provider:${provider}`]: 0,
  });
});

onEach('an event of totals covers every write that it holds', async (t, { store }) => {
  await create(store, {}, { write: 'w1' });
  await create(store, {}, { write: 'w2', part: 3 });
  const folded = await store.folds.foldTotals({ limit: 100, now: tick() });
  t.same(folded, { folded: 2, nextDueAt: null });
  const [event, ...more] = totalsOf(await relay(store));
  t.same(more, []);
  t.match(event?.covers, [
    { write: 'w1', subject: 'totals:0' },
    { write: 'w2', subject: 'totals:3' },
  ]);
  t.same(await store.folds.foldTotals({ limit: 100, now: tick() }), { folded: 0, nextDueAt: null });
});

onEach('totals are folded whole writes at a time, each fold newer', async (t, { store }) => {
  const now = tick();
  for (let n = 0; n < 3; n++) await create(store);
  t.same(await store.folds.foldTotals({ limit: 2, now }), { folded: 2, nextDueAt: now });
  const [first] = totalsOf(await settle(store));
  await store.folds.foldTotals({ limit: 2, now: now - 10_000 });
  const [second] = totalsOf(await settle(store));
  const all = [first, second].map((event) =>
    event?.totals.find(({ selection }) => selection === 'all'),
  );
  t.same(
    all.map((total) => total?.count),
    [2, 3],
  );
  t.equal(all[1]?.version, (all[0]?.version ?? 0) + 1, 'whatever the clock says');
});

onEach('what of a fold to look for in the view is told', async (t, { store }) => {
  await create(store, { genres: ['Drama'] });
  await store.folds.foldTotals({ limit: 100, now: tick() });
  const event = totalsOf(await relay(store))[0];
  const row = (await store.outbox.unconfirmed(10)).find(({ kind }) => kind === 'totals');
  t.same(
    row?.subjects,
    event?.totals.map(({ selection }) => selection),
  );
  for (const total of event?.totals ?? []) t.equal(total.version, row?.version);
});

onEach('the relay is woken by folds', async (t, { another }) => {
  let woken = 0;
  const store = another({ onCommitted: () => woken++ });
  const { id } = await create(store);
  await rate(store, id, 8);
  t.equal(woken, 2);
  await store.folds.foldRatings({ limit: 1, minIntervalMs: 0, now: tick() });
  await store.folds.foldTotals({ limit: 1, now: tick() });
  t.equal(woken, 4);
  await store.folds.foldTotals({ limit: 1, now: tick() });
  await store.write(async () => {}, options());
  t.equal(woken, 4);
});
