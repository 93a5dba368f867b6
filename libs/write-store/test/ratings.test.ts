import { randomUUID } from 'node:crypto';
import { onEach } from './adapters.js';
import {
  create,
  edit,
  load,
  movieEvent,
  options,
  present,
  provider,
  rate,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const fold = { limit: 100, minIntervalMs: 1_000 };
const all = { ...fold, minIntervalMs: 0 };

onEach("a user's stars are set, replaced and removed", async (t, { store }) => {
  const { id } = await create(store);
  t.equal(await store.readRating(id, provider), null);
  for (const halfStars of [8, 9, 9, null, null, 1]) {
    const written = await rate(store, id, halfStars, { userId: provider });
    t.same(written, { ...written, value: true, subjects: 2 }, 'the movie and the rating');
    t.equal(await store.readRating(id, provider), halfStars);
  }
  t.equal(await store.readRating(id, randomUUID()), null);
  await t.rejects(store.readRating(randomUUID(), provider), { code: 'movie-not-found' });
  const lost = await rate(store, randomUUID(), 5);
  t.same(lost, { ...lost, value: false, subjects: 0 });
});

onEach(
  'ratings 4, 2, 5 are three with a mean of 3.67; 4 changed to 1 makes 2.67',
  async (t, opened) => {
    const { store } = opened;
    const { id, version, updatedAt } = await create(store);
    await settle(store);
    const writes = ['w4', 'w2', 'w5'];
    for (const [index, halfStars] of [8, 4, 10].entries())
      await rate(store, id, halfStars, {
        ...(index === 0 ? { userId: provider } : {}),
        write: writes[index] ?? '',
      });
    t.same(await store.folds.foldRatings({ ...fold, now: tick() }), { folded: 1, nextDueAt: null });
    const event = movieEvent(await settle(store), id);
    t.same(event.movie?.rating, { average: 3.67, count: 3 });
    t.equal(event.halfStars, 22);
    t.ok(event.version > version);
    t.equal(event.movie?.updatedAt, updatedAt);
    t.match(
      event.covers,
      writes.map((write) => ({ write, subject: `movie:${id}` })),
    );
    t.match(event.befores, [{ ratingCount: 0, halfStars: 0 }]);
    t.equal(
      present(await load(store, id)).editedVersion,
      version,
      'overwrites nothing of the movie',
    );
    await rate(store, id, 2, { userId: provider });
    await store.folds.foldRatings({ ...all, now: tick() });
    const later = movieEvent(await settle(store), id);
    t.same(later.movie?.rating, { average: 2.67, count: 3 });
    t.equal(later.befores.length, 2);
  },
);

onEach('the first rating is folded at once, the next ones a second later', async (t, { store }) => {
  const { id } = await create(store);
  await rate(store, id, 8);
  const now = tick();
  t.same(await store.folds.foldRatings({ ...fold, now }), { folded: 1, nextDueAt: null });
  await rate(store, id, 8);
  t.same(await store.folds.foldRatings({ ...fold, now: now + 999 }), {
    ...{ folded: 0, nextDueAt: now + 1_000 },
  });
  const another = await create(store);
  await rate(store, another.id, 3);
  t.same(
    await store.folds.foldRatings({ ...fold, now: now + 999 }),
    { folded: 1, nextDueAt: now + 1_000 },
    'another movie does not wait',
  );
  t.match(await store.folds.foldRatings({ ...fold, now: now + 1_000 }), { folded: 1 });
});

onEach('more movies than the limit are folded in further calls', async (t, { store }) => {
  for (let n = 0; n < 5; n++) await rate(store, (await create(store)).id, 7);
  const now = tick();
  t.same(await store.folds.foldRatings({ ...fold, limit: 3, now }), { folded: 3, nextDueAt: now });
  t.same(await store.folds.foldRatings({ ...fold, limit: 3, now }), { folded: 2, nextDueAt: null });
  t.same(await store.folds.foldRatings({ ...fold, now }), { folded: 0, nextDueAt: null });
});

onEach(
  'ratings that add up to nothing repeat the version, and are covered',
  async (t, { store }) => {
    const { id, version } = await create(store);
    await settle(store);
    await rate(store, id, 8, { userId: provider, write: 'given' });
    await rate(store, id, null, { userId: provider, write: 'taken' });
    t.match(await store.folds.foldRatings({ ...all, now: tick() }), { folded: 1 });
    const event = movieEvent(await relay(store), id);
    t.equal(event.version, version);
    t.same(
      event.covers.map(({ write }) => write),
      ['given', 'taken'],
    );
    t.same(event.befores, []);
  },
);

onEach('a movie that is rated all day keeps few befores', async (t, { store }) => {
  const { id } = await create(store);
  for (let n = 0; n < 40; n++) {
    // From the eleventh on, each vote of 3 leaves the weighted mean where it is.
    await rate(store, id, 6);
    await store.folds.foldRatings({ ...all, now: tick() });
  }
  const event = movieEvent(await settle(store), id);
  t.same(event.movie?.rating, { average: 3, count: 40 });
  t.same(
    event.befores.map(({ ratingCount }) => ratingCount),
    [0],
  );
});

onEach('deleting a movie takes its ratings and unfolded deltas', async (t, { store, query }) => {
  const { id } = await create(store);
  await rate(store, id, 8);
  await remove(store, id);
  t.same(await query('SELECT * FROM ratings'), []);
  t.same(await query('SELECT * FROM rating_deltas'), []);
  t.same(await store.folds.foldRatings({ ...all, now: tick() }), { folded: 0, nextDueAt: null });
  t.equal(movieEvent(await relay(store), id).movie, null);
});

onEach(
  'a rating that was never folded is covered by the deletion of its movie',
  async (t, opened) => {
    const { store } = opened;
    const { id } = await create(store);
    await settle(store);
    for (const write of ['w1', 'w2']) await rate(store, id, 8, { write });
    await remove(store, id);
    const { movie, covers } = movieEvent(await relay(store), id);
    t.equal(movie, null);
    const ours = covers.map(({ write }) => write).filter((write) => /^w[12]$/.test(write));
    t.same(ours.sort(), ['w1', 'w2']);
    t.ok(covers.every(({ subject }) => subject === `movie:${id}`));
  },
);

onEach('an edit between a rating and its fold loses neither', async (t, { store }) => {
  const { id } = await create(store, { title: 'A' });
  await rate(store, id, 8);
  await edit(store, id, { title: 'B' });
  await store.folds.foldRatings({ ...all, now: tick() });
  await edit(store, id, { tagline: 'C' });
  const { content, ratingCount, halfStars } = present(await load(store, id));
  t.same([content.title, content.tagline, ratingCount, halfStars], ['B', 'C', 1, 8]);
});

onEach('many ratings are saved as one by one', async (t, { store }) => {
  const [a, b] = [await create(store), await create(store)];
  const [ann, bob] = [randomUUID(), randomUUID()];
  const save = (
    ...ratings: readonly (readonly [movie: string, user: string, half: number | null])[]
  ) =>
    store.write(
      (tx) =>
        tx.saveRatings(
          ratings.map(([movieId, userId, halfStars]) => ({ movieId, userId, halfStars })),
        ),
      options(),
    );
  const first = await save([a.id, ann, 8], [b.id, ann, 2], [randomUUID(), ann, 5], [a.id, bob, 10]);
  t.same(first.value, [{ before: null }, { before: null }, null, { before: null }]);
  t.equal(first.subjects, 5, 'one for each movie and each rating');
  const second = await save([a.id, ann, 8], [a.id, ann, 7], [a.id, ann, 6], [b.id, ann, null]);
  t.same(second.value, [{ before: 8 }, { before: 8 }, { before: 7 }, { before: 2 }]);
  t.equal(await store.readRating(a.id, ann), 6, 'the last one counts');
  t.equal(await store.readRating(a.id, bob), 10);
  t.equal(await store.readRating(b.id, ann), null);
  t.same((await save()).value, []);
});

onEach('ratings of one write and movie are one delta, and all are folded', async (t, opened) => {
  const { store, query } = opened;
  const { id } = await create(store);
  await settle(store);
  const ratings = Array.from({ length: 2_500 }, () => ({
    ...{ movieId: id, userId: randomUUID(), halfStars: 9 },
  }));
  await store.write((tx) => tx.saveRatings(ratings), options({ write: 'many' }));
  t.equal((await query('SELECT seq FROM rating_deltas')).length, 1);
  t.match(await store.folds.foldRatings({ ...all, now: tick() }), { folded: 1 });
  const event = movieEvent(await settle(store), id);
  t.same(event.movie?.rating, { average: 4.5, count: 2_500 });
  t.match(event.covers, [{ write: 'many', subject: `movie:${id}` }]);
});

onEach(
  'ratings that are there already leave nothing behind once all is in the view',
  async (t, opened) => {
    const { store, query } = opened;
    const { id } = await create(store);
    const give = (write: string) =>
      store.write(
        (tx) => tx.saveRatings([{ movieId: id, userId: provider, halfStars: 9 }]),
        options({ write }),
      );
    await give('first');
    t.match(await give('again'), { value: [{ before: 9 }], subjects: 2 }, 'waits for the first');
    await store.folds.foldRatings({ ...all, now: tick() });
    const { covers } = movieEvent(await settle(store), id);
    t.same(
      covers
        .map(({ write }) => write)
        .filter((write) => /first|again/.test(write))
        .toSorted(),
      ['again', 'first'],
    );
    t.match(await give('later'), { subjects: 0 });
    t.same(await query('SELECT seq FROM rating_deltas'), []);
  },
);

onEach('movies are found by any of their names, each once', async (t, { store }) => {
  const one = await create(store, { tmdbId: 603, imdbId: 'tt0133093' });
  const two = await create(store, { imdbId: 'tt0000002' });
  const none = { id: randomUUID(), tmdbId: null, imdbId: null };
  const { value } = await store.write(
    (tx) =>
      tx.findMovies([
        ...[none, { ...none, id: one.id, tmdbId: 603 }, { ...none, imdbId: 'tt0133093' }],
        { ...none, imdbId: 'tt0000002' },
      ]),
    options(),
  );
  t.same(
    [...value].sort((a, b) => (a.tmdbId ?? 0) - (b.tmdbId ?? 0)),
    [
      { id: two.id, tmdbId: null, imdbId: 'tt0000002' },
      { id: one.id, tmdbId: 603, imdbId: 'tt0133093' },
    ],
  );
});
