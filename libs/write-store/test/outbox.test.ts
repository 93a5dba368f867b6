import { randomUUID } from 'node:crypto';
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  load,
  makeActor,
  movieEvent,
  options,
  present,
  rate,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const claim = { limit: 100, leaseMs: 1_000 };

onEach(
  'a row is leased, given back, and taken again when the lease is over',
  async (t, { store }) => {
    await create(store);
    const now = tick();
    const rows = await store.outbox.claim({ ...claim, now });
    t.match(rows, [{ kind: 'movie', attempts: 1 }]);
    t.same(await store.outbox.claim({ ...claim, now: now + 999 }), []);
    t.match(await store.outbox.claim({ ...claim, now: now + 1_000 }), [{ attempts: 2 }]);
    await store.outbox.release(rows, now + 5_000);
    t.same(await store.outbox.claim({ ...claim, now: now + 4_999 }), []);
    t.match(await store.outbox.claim({ ...claim, now: now + 5_000 }), [{ attempts: 3 }]);
  },
);

onEach('the oldest rows are claimed first', async (t, { store }) => {
  const made = [];
  for (let n = 0; n < 5; n++) made.push((await create(store)).id);
  const rows = await store.outbox.claim({ ...claim, limit: 3, now: tick() });
  t.same(
    rows.map(({ subject }) => subject),
    made.slice(0, 3),
  );
});

onEach('published rows wait for their confirmation', async (t, { store }) => {
  const { id, version } = await create(store);
  const now = tick();
  const rows = await store.outbox.claim({ ...claim, now });
  await store.outbox.markPublished(rows, now);
  const published = await store.outbox.unconfirmed(10);
  t.match(published, [{ kind: 'movie', subjects: [id], version, publishedAt: now }]);
  t.same(await store.outbox.claim({ ...claim, now: now + 99_999 }), []);
  await store.outbox.republish(published);
  t.same(await store.outbox.unconfirmed(10), []);
  const again = await store.outbox.claim({ ...claim, now: tick() });
  t.match(again, [{ subject: id, attempts: 2 }]);
  await store.outbox.confirm(published, tick());
  t.same(await store.outbox.unconfirmed(10), []);
  await store.outbox.markPublished(again, tick());
  await store.outbox.release(again, 0);
  await store.outbox.republish(published);
  t.same(await store.outbox.claim({ ...claim, now: tick() }), [], 'what is confirmed is over');
});

onEach('the writes that a published row is to cover are known', async (t, { store }) => {
  const { id } = await create(store, {}, { write: 'w1' });
  await edit(store, id, { title: 'B' }, { write: 'w2' });
  await relay(store);
  const rows = await store.outbox.unconfirmed(10);
  const [first, second] = rows.map(({ seq }) => seq);
  const cover = (write: string) => [{ write, subject: `movie:${id}` }];
  t.same(
    [...(await store.outbox.coversOf(rows))],
    [
      [first, cover('w1')],
      [second, cover('w2')],
    ],
  );
  t.same([...(await store.outbox.coversOf([]))], []);
});

onEach(
  'rows with befores outlive their confirmation, and do not come back',
  async (t, { store }) => {
    const { id } = await create(store, { title: 'A' });
    await edit(store, id, { title: 'B' });
    const rows = await store.outbox.claim({ ...claim, now: tick() });
    await store.outbox.markPublished(rows, tick());
    const published = await store.outbox.unconfirmed(10);
    await store.outbox.confirm(published, tick());
    await store.outbox.markPublished(rows, tick());
    await store.outbox.republish(published);
    t.same(await store.outbox.unconfirmed(10), []);
    t.same(await store.outbox.claim({ ...claim, now: tick() }), []);
  },
);

onEach('a movie is hydrated without a row, with its kept befores', async (t, { store }) => {
  const { id } = await create(store, { title: 'A' });
  await edit(store, id, { title: 'B' });
  await settle(store);
  const row = { seq: 0, kind: 'movie' as const, subject: id, version: 1, attempts: 0 };
  const { events } = await store.outbox.hydrate([row]);
  t.match(events, [{ kind: 'movie', id, befores: [{ title: 'A' }], covers: [] }]);
  const nobody = { ...row, subject: randomUUID() };
  t.same((await store.outbox.hydrate([nobody])).events, []);
  t.same((await store.outbox.hydrate([])).events, []);
});

onEach('what is made of one version is the same bytes each time', async (t, { store }) => {
  const actors = [await makeActor(store), await makeActor(store)];
  const cast = actors.flatMap(({ id }) => [
    { actorId: id, character: 'B', order: 0 },
    { actorId: id, character: null, order: 0 },
    { actorId: id, character: 'A', order: 0 },
  ]);
  const { id } = await create(store, { cast, genres: ['z', 'a'], tags: ['y', 'b'] });
  const rows = await store.outbox.claim({ ...claim, now: tick() });
  const texts = new Set<string>();
  for (let n = 0; n < 3; n++)
    texts.add(JSON.stringify(movieEvent(await store.outbox.hydrate(rows), id).movie));
  await edit(store, id, { cast: [] });
  await edit(store, id, { cast });
  t.equal(texts.size, 1);
  const { cast: read } = present(movieEvent(await relay(store), id).movie);
  const sorted = [...actors.map((actor) => actor.id)].sort();
  t.same(
    read.map(({ actorId, character }) => [actorId, character]),
    sorted.flatMap((actorId) => [null, 'A', 'B'].map((character) => [actorId, character])),
  );
});

onEach(
  'changes of a movie become one event that covers all of their writes',
  async (t, { store }) => {
    const { id } = await create(store, {}, { write: 'w1' });
    await edit(store, id, { title: 'B' }, { write: 'w2' });
    const last = await edit(store, id, { title: 'C' }, { write: 'w2', part: 1 });
    const event = movieEvent(await relay(store), id);
    t.equal(event.version, last.value.version);
    t.equal(event.covers.length, 3);
    t.match(event.covers, [
      { write: 'w1', subject: `movie:${id}` },
      { write: 'w2', subject: `movie:${id}` },
      { write: 'w2', subject: `movie:${id}#1` },
    ]);
  },
);

onEach('events name the latest requests that they come from', async (t, { store }) => {
  const traceparent = `00-${'4b'.repeat(16)}-${'00f0'.repeat(4)}-01`;
  const from = (requestId: string) => ({ origin: { requestId } });
  const { id } = await create(store, {}, { origin: { requestId: 'r1', traceparent } });
  await edit(store, id, { title: 'B' }, from('r2'));
  await edit(store, id, { title: 'C' }, from('r2'));
  const { origins } = movieEvent(await relay(store), id);
  t.same(origins, [{ requestId: 'r1', traceparent }, { requestId: 'r2' }]);
  for (let n = 0; n < 12; n++) await rate(store, id, 8, from(`rating ${n}`));
  await rate(store, id, 9);
  await store.folds.foldRatings({ limit: 1, minIntervalMs: 0, now: tick() });
  const rated = movieEvent(await relay(store), id).origins;
  t.same(
    rated,
    Array.from({ length: 10 }, (_, n) => ({ requestId: `rating ${n + 2}` })),
  );
});

onEach(
  'of a movie the change that was confirmed last stays for an hour',
  async (t, { store, query }) => {
    type Row = { readonly version: number | string; readonly confirmed_at: number | string };
    const rows = () => query<Row>('SELECT version, confirmed_at FROM outbox ORDER BY seq');
    const { id, version } = await create(store);
    await settle(store);
    t.equal((await rows()).length, 1, 'but not its totals');
    await edit(store, id, { synopsis: 'B' });
    await settle(store);
    const [last, ...others] = await rows();
    t.same(others, []);
    t.ok(Number(last?.version) > version);
    const confirmedAt = Number(last?.confirmed_at);
    t.equal(await store.outbox.prune(confirmedAt + 3_600_000), 0);
    t.equal(await store.outbox.prune(confirmedAt + 3_600_001), 1);
    t.same(await rows(), []);
  },
);

onEach('a movie is traced through its changes, also when it is gone', async (t, { store }) => {
  const nothing = {
    version: null,
    deleted: false,
    updatedAt: null,
    changes: [],
    ratingsWait: false,
  };
  t.same(await store.traceMovie(randomUUID()), nothing);
  const { id, version } = await create(store, {}, { origin: { requestId: 'r1' } });
  t.match(await store.traceMovie(id), {
    version,
    changes: [{ version, state: 'pending', attempts: 0, publishedAt: null, origins: [{}] }],
  });
  await settle(store);
  await rate(store, id, 8);
  t.match(await store.traceMovie(id), {
    ...{ deleted: false, updatedAt: /Z$/, ratingsWait: true },
    changes: [{ state: 'confirmed', attempts: 1, publishedAt: Number, confirmedAt: Number }],
  });
  await remove(store, id);
  const gone = await store.traceMovie(id);
  t.match(gone, { deleted: true, updatedAt: null, changes: [{ state: 'pending' }, {}] });
  t.ok(Number(gone.version) > version);
});

onEach('generations travel with what is hydrated', async (t, { store }) => {
  await store.registerGeneration({ name: 'g2', projectionVersion: 2 });
  await store.registerGeneration({ name: 'g1', projectionVersion: 1 });
  await store.registerGeneration({ name: 'g1', projectionVersion: 1 });
  t.same(await store.generations(), [
    { name: 'g1', projectionVersion: 1 },
    { name: 'g2', projectionVersion: 2 },
  ]);
  t.same((await store.outbox.hydrate([])).generations, ['g1', 'g2']);
});

onEach('the age of the oldest change that the view may lack is known', async (t, { store }) => {
  const now = tick();
  t.equal(await store.outbox.oldestUnconfirmedAt(), null);
  const { id } = await create(store, {}, { now });
  await edit(store, id, { title: 'B' }, { now: now + 10 });
  t.equal(await store.outbox.oldestUnconfirmedAt(), now);
  await relay(store);
  t.equal(await store.outbox.oldestUnconfirmedAt(), now, 'published is not yet seen');
  await settle(store);
  await store.folds.foldTotals({ limit: 100, now: now + 20 });
  t.equal(await store.outbox.oldestUnconfirmedAt(), now, 'a fold is as old as its oldest write');
  await settle(store);
  t.equal(await store.outbox.oldestUnconfirmedAt(), null);
  await rate(store, id, 8, { now: now + 30 });
  t.equal(await store.outbox.oldestUnconfirmedAt(), now + 30);
  await store.folds.foldRatings({ limit: 1, minIntervalMs: 0, now: now + 40 });
  t.equal(await store.outbox.oldestUnconfirmedAt(), now + 30);
});

onEach('a write that changes nothing waits only for what is on its way', async (t, { store }) => {
  const { id } = await create(store);
  const wait = (write: string) => store.write((tx) => tx.awaitMovies([id, id]), options({ write }));
  t.equal((await wait('w1')).subjects, 1);
  t.match(movieEvent(await relay(store), id).covers, [{}, { write: 'w1' }]);
  t.equal((await wait('w2')).subjects, 1, 'published is not yet seen');
  await settle(store);
  t.equal((await wait('w3')).subjects, 0);
  await rate(store, id, 8);
  t.equal((await wait('w4')).subjects, 1, 'a rating is not in the movie yet');
  t.match(
    (await relay(store)).events,
    [{ kind: 'record', type: 'rating' }],
    'no event of the movie',
  );
  await store.folds.foldRatings({ limit: 1, minIntervalMs: 0, now: tick() });
  t.match(movieEvent(await settle(store), id).covers, [{}, { write: 'w4' }]);
  await remove(store, id);
  t.equal((await wait('w5')).subjects, 1, 'so does a deletion');
  t.equal(movieEvent(await settle(store), id).movie, null);
  const both = await store.write(async (tx) => {
    await tx.awaitMovies([id]);
    return await tx.lockMovies({ ids: [id] });
  }, options());
  t.same(both, { ...both, value: [], subjects: 0 });
});

onEach('a rename that changes nothing waits for the actor and the movies', async (t, { store }) => {
  const actor = await makeActor(store, { name: 'A' });
  const cast = [{ actorId: actor.id, character: null, order: 0 }];
  const { id } = await create(store, { cast });
  await settle(store);
  const wait = () => store.write((tx) => tx.awaitActor(actor.id), options());
  t.equal((await wait()).subjects, 0);
  await changeActor(store, actor.id, { name: 'B' });
  t.equal((await wait()).subjects, 2);
  const version = present(await load(store, id)).version;
  t.equal(movieEvent(await relay(store), id).version, version);
});

onEach(
  'the outbox says how many rows wait, and how many are on their way',
  async (t, { store }) => {
    t.same(await store.outbox.sizes(), { pending: 0, published: 0 });
    for (let n = 0; n < 3; n++) await create(store);
    const rows = await store.outbox.claim({ ...claim, limit: 1, now: tick() });
    await store.outbox.markPublished(rows, tick());
    t.same(await store.outbox.sizes(), { pending: 2, published: 1 });
  },
);
