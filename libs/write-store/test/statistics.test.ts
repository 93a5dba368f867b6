import type { CountedOfProvider } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  create,
  newMovie,
  options,
  otherProvider,
  play,
  provider,
  rate,
  remove,
  saved1,
  tick,
} from './builders.js';

const now = Date.UTC(2026, 0, 31, 23, 59);
const counted = (more: Partial<CountedOfProvider> = {}): CountedOfProvider => ({
  ...{ provider, day: '2026-01-31', what: 'refused-rows', amount: 1 },
  ...more,
});

onEach('what is counted of a provider adds up by day', async (t, { store }) => {
  const { statistics } = store;
  await statistics.add([counted({ amount: 2 }), counted({ what: 'visible-17' })]);
  await statistics.add([counted({ amount: 3 }), counted({ day: '2026-01-30' })]);
  await statistics.add([counted({ provider: otherProvider, amount: 50 })]);
  await statistics.add([]);
  t.same(await statistics.days(provider, now), [
    { day: '2026-01-30', what: 'refused-rows', amount: 1 },
    { day: '2026-01-31', what: 'refused-rows', amount: 5 },
    { day: '2026-01-31', what: 'visible-17', amount: 1 },
  ]);
});

onEach('several who count at once lose nothing', async (t, { store, another }) => {
  const stores = [store, another()];
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      stores[n % 2]?.statistics.add([counted(), counted({ what: `visible-${n % 3}` })]),
    ),
  );
  const found = await store.statistics.days(provider, now);
  t.same(
    found.map(({ what, amount }) => [what, amount]),
    [
      ['refused-rows', 20],
      ...[
        ['visible-0', 7],
        ['visible-1', 7],
        ['visible-2', 6],
      ],
    ],
  );
});

onEach('thirty days are kept', async (t, { store }) => {
  const { statistics } = store;
  for (const day of ['2026-01-01', '2026-01-02', '2026-01-31']) {
    await statistics.add([counted({ day })]);
  }
  const days = async () => (await statistics.days(provider, now)).map(({ day }) => day);
  t.same(await days(), ['2026-01-02', '2026-01-31']);
  t.equal(await statistics.prune(now), 1);
  t.equal(await statistics.prune(now), 0);
  t.same(await days(), ['2026-01-02', '2026-01-31']);
});

onEach('the movies of a provider, their ratings and plays are added up', async (t, { store }) => {
  t.same(await store.statistics.amounts(provider), { movies: 0, ratings: 0, plays: 0 });
  const movies = [await create(store), await create(store), await create(store)];
  const [first, second, third] = movies.map(({ id }) => id);
  if (!first || !second || !third) throw new Error('there are three');
  const others = { ...newMovie(), providerId: otherProvider };
  await store.write((tx) => saved1(tx, null, others), options());
  await rate(store, first, 8);
  await rate(store, second, 6);
  await rate(store, second, 7, { userId: otherProvider });
  for (const id of [first, first, second, third]) await play(store, id);
  const amounts = () => store.statistics.amounts(provider);
  await store.folds.foldPlays({ limit: 10, now: tick() });
  await store.folds.foldRatings({ limit: 10, minIntervalMs: 0, now: tick() });
  t.same(await amounts(), { movies: 3, ratings: 3, plays: 4 });
  await remove(store, second);
  t.same(await amounts(), { movies: 2, ratings: 1, plays: 3 });
});
