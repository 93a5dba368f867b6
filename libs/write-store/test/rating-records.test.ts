/** Ratings as records: each is told to the view, with its keys where it moves. */
import { randomUUID } from 'node:crypto';
import { type RecordChange, ratingIdOf } from '@marquee/contracts';
import type { Hydrated } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  create,
  load,
  newMovie,
  options,
  present,
  rate,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const user = randomUUID();

const told = ({ events }: Hydrated) =>
  events.filter((event): event is RecordChange<'rating'> => {
    return event.kind === 'record' && event.type === 'rating';
  });

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

onEach('a rating is told whole, and covers its write beside the movie', async (t, { store }) => {
  const { id: movieId } = await create(store);
  await settle(store);
  const now = tick();
  const { subjects } = await rate(store, movieId, 9, { userId: user, now, write: 'given' });
  t.equal(subjects, 2);
  const id = ratingIdOf({ movieId, userId: user });
  const [event] = told(await relay(store));
  const version = now * 1_000;
  const record = { id, movieId, userId: user, halfStars: 9, ratedOn: dayOf(now), version };
  t.match(event, { id, version, record, befores: [] });
  t.match(event?.covers, [{ write: 'given', subject: `rating:${id}` }]);
  t.equal(event?.positions?.length, 1, 'it has a place in the feed');
});

onEach('changed stars carry the keys from before, and are newer', async (t, { store }) => {
  const { id: movieId } = await create(store);
  const [first, second] = [tick(), tick()];
  await rate(store, movieId, 9, { userId: user, now: second });
  await settle(store);
  await rate(store, movieId, 4, { userId: user, now: first });
  const [event] = told(await relay(store));
  t.equal(event?.version, second * 1_000 + 1, 'by a clock that was set back, too');
  t.same(event?.befores, [{ movieId, userId: user, halfStars: 9, ratedOn: dayOf(second) }]);
  t.equal(event?.record?.halfStars, 4);
});

onEach('a rating that is taken back and given again is newer each time', async (t, { store }) => {
  const { id: movieId } = await create(store);
  const versions: number[] = [];
  for (const halfStars of [8, null, 6, null]) {
    await rate(store, movieId, halfStars, { userId: user, now: 1_000_000 });
    const [event] = told(await settle(store));
    t.equal(event?.record?.halfStars ?? null, halfStars);
    versions.push(event?.version ?? 0);
  }
  t.same(versions, [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3]);
});

onEach(
  'what changes nothing waits for what is on its way, and else for nothing',
  async (t, { store }) => {
    const { id: movieId } = await create(store);
    await rate(store, movieId, 8, { userId: user });
    const again = await rate(store, movieId, 8, { userId: user, write: 'again' });
    t.equal(again.subjects, 2);
    const [event] = told(await relay(store));
    t.match(event?.covers, [{}, { write: 'again' }]);
    await store.folds.foldRatings({ limit: 10, minIntervalMs: 0, now: tick() });
    await settle(store);
    t.equal((await rate(store, movieId, 8, { userId: user })).subjects, 0);
  },
);

onEach('a movie takes its ratings along, in slices of one write', async (t, { store, query }) => {
  const [movie, other] = [await create(store), await create(store)];
  const users = Array.from({ length: 1_203 }, () => randomUUID());
  const ratings = users.map((userId) => ({ movieId: movie.id, userId, halfStars: 8 }));
  const kept = { movieId: other.id, userId: user, halfStars: 10 };
  await store.write((tx) => tx.saveRatings([...ratings, kept]), options());
  await store.folds.foldRatings({ limit: 10, minIntervalMs: 0, now: tick() });
  await settle(store);
  const { subjects } = await remove(store, movie.id);
  t.equal(subjects, users.length + 2, 'the ratings, the movie and the totals');
  const gone = told(await relay(store));
  t.equal(gone.length, users.length);
  t.ok(gone.every(({ record, befores }) => record === null && befores.length === 1));
  t.same(await query('SELECT id FROM ratings'), [{ id: ratingIdOf(kept) }]);
});

onEach('a movie that is made anew has newer ratings than it had', async (t, { store }) => {
  const { id: movieId } = await create(store);
  const now = tick() + 60_000;
  await rate(store, movieId, 8, { userId: user, now });
  await remove(store, movieId);
  await settle(store);
  t.equal(await load(store, movieId), undefined);
  const after = newMovie({}, movieId);
  await store.write((tx) => tx.saveMovies([{ before: null, after }]), options());
  await rate(store, movieId, 8, { userId: user, now });
  const [event] = told(await relay(store));
  t.equal(event?.version, now * 1_000 + 2);
});

onEach('who compares the view goes through all ratings, and renews them', async (t, { store }) => {
  const { id: movieId } = await create(store);
  const users = [randomUUID(), randomUUID(), randomUUID()].sort();
  for (const userId of users) await rate(store, movieId, 8, { userId });
  await rate(store, movieId, null, { userId: present(users[1]) });
  const ids = users.map((userId) => ratingIdOf({ movieId, userId }));
  const page = await store.survey.page('rating', { after: null, limit: 2 });
  t.same(page, ids.slice(0, 2));
  t.same(await store.survey.page('rating', { after: page[1] ?? '', limit: 2 }), ids.slice(2));
  t.equal(await store.survey.count('rating'), 3);
  await settle(store);
  const above = tick() * 1_000 + 5_000_000_000;
  const renewals = ids.map((id) => ({ kind: 'rating' as const, id, atLeast: above }));
  await store.survey.renew(renewals, tick());
  t.same(new Set(told(await relay(store)).map(({ version }) => version)), new Set([above]));
});

onEach('what is rolled back tells nothing of ratings', async (t, { store }) => {
  const { id: movieId } = await create(store);
  await settle(store);
  await rate(store, movieId, 8, { dryRun: true });
  t.same((await relay(store)).events, []);
});
