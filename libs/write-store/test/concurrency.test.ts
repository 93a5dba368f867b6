import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WriteStoreUnavailable } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  load,
  locked,
  makeActor,
  movieEvent,
  named,
  newMovie,
  options,
  present,
  rate,
  relay,
  saved1,
  tick,
} from './builders.js';

const many = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => patiently(() => work(index))));

/** Tries again while the store is saturated, as callers do; a server on a busy machine may be. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WriteStoreUnavailable)) throw error;
    }
    await sleep(50);
  }
}

onEach('50 writes that make one actor by name make one actor', async (t, { store, query }) => {
  const written = await many(50, () =>
    store.write((tx) => tx.resolveActors([named('Keanu Reeves')]), options()),
  );
  t.equal(new Set(written.map(({ value }) => value[0]?.id)).size, 1);
  t.equal((await query('SELECT id FROM actors')).length, 1);
  t.equal(written.filter(({ subjects }) => subjects > 0).length, 1, 'one of them made it');
});

onEach('parallel edits of one movie all take effect, one after the other', async (t, opened) => {
  const { store } = opened;
  const { id } = await create(store);
  const written = await many(20, (index) =>
    store.write(
      async (tx) => {
        const before = await locked(tx, id);
        const tags = [...before.content.tags, `tag${index}`];
        return present(
          await saved1(tx, before, { ...before, content: { ...before.content, tags } }),
        );
      },
      options({ now: 1_000_000 }),
    ),
  );
  t.equal(present(await load(store, id)).content.tags.length, 20);
  t.equal(new Set(written.map(({ value }) => value.version)).size, 20);
});

onEach('of many that take one identifier, one gets it', async (t, { store }) => {
  const done = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      patiently(() => create(store, { tmdbId: 603, imdbId: 'tt0133093' })),
    ),
  );
  const refused = done.filter((one) => one.status === 'rejected');
  t.equal(refused.length, 19);
  for (const { reason } of refused) t.match(reason, { code: 'already-exists' });
});

onEach('parallel ratings of one movie all count', async (t, { store }) => {
  const { id } = await create(store);
  const users = Array.from({ length: 10 }, () => randomUUID());
  await many(40, (index) =>
    rate(store, id, 1 + (index % 10), { userId: users[index % 10] ?? '', now: tick() }),
  );
  await Promise.all(
    [1, 2, 3].map(() => store.folds.foldRatings({ limit: 9, minIntervalMs: 0, now: tick() })),
  );
  await store.folds.foldRatings({ limit: 9, minIntervalMs: 0, now: tick() });
  const movie = present(await load(store, id));
  t.same([movie.ratingCount, movie.halfStars], [10, 55]);
});

onEach('writes that lock the same movies in opposite orders both succeed', async (t, opened) => {
  const { store, engine } = opened;
  const [a, b] = [await create(store), await create(store)];
  const both = (first: string, second: string, tag: string) =>
    store.write(async (tx) => {
      for (const id of [first, second]) {
        const before = await locked(tx, id);
        const tags = [...before.content.tags, tag];
        await saved1(tx, before, { ...before, content: { ...before.content, tags } });
        if (engine === 'sqlserver') await sleep(100);
      }
    }, options());
  await Promise.all([both(a.id, b.id, 'x'), both(b.id, a.id, 'y')]);
  for (const { id } of [a, b])
    t.same([...present(await load(store, id)).content.tags].sort(), ['x', 'y']);
});

onEach('claimers never share a row', async (t, { store, another }) => {
  await store.write(
    (tx) => tx.saveMovies(Array.from({ length: 600 }, () => ({ before: null, after: newMovie() }))),
    options(),
  );
  const now = tick();
  const stores = [store, another(), another()];
  const claimed = await many(6, async (worker) => {
    const mine: number[] = [];
    for (;;) {
      const claimer = present(stores[worker % stores.length]);
      const rows = await claimer.outbox.claim({ limit: 40, leaseMs: 60_000, now });
      if (rows.length === 0) return mine;
      mine.push(...rows.map(({ seq }) => seq));
    }
  });
  t.equal(new Set(claimed.flat()).size, 600);
  t.equal(claimed.flat().length, 600);
});

onEach('a transaction that began first and commits last is not missed', async (t, opened) => {
  const { store, another, engine } = opened;
  const [slow, quick] = [newMovie({ title: 'slow' }), newMovie({ title: 'quick' })];
  const seen: string[] = [];
  const poll = async () => {
    for (const event of (await relay(store)).events)
      if (event.kind === 'movie') seen.push(event.id);
  };
  const other = another();
  const writing = store.write(async (tx) => {
    const saved = await saved1(tx, null, slow);
    if (engine === 'sqlserver') {
      await other.write((tx) => saved1(tx, null, quick), options());
      await poll();
      t.same(seen, [quick.id]);
    }
    return saved;
  }, options());
  if (engine === 'sqlite') await other.write((tx) => saved1(tx, null, quick), options());
  await writing;
  await poll();
  t.same(seen.sort(), [slow.id, quick.id].sort());
});

onEach('a link and a rename that overlap leave no old name', async (t, opened) => {
  const { store, another, engine, obeysHints } = opened;
  if (!obeysHints) return void t.pass('needs a server that obeys lock hints');
  const actor = await makeActor(store, { name: 'Old' });
  const movie = newMovie();
  let goOn = () => {};
  const linked = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const linking = store.write(async (tx) => {
    await tx.resolveActors([{ actorId: actor.id }]);
    goOn();
    if (engine === 'sqlserver') await sleep(200);
    const cast = [{ actorId: actor.id, character: null, order: 0 }];
    return await saved1(tx, null, { ...movie, content: { ...movie.content, cast } });
  }, options());
  await linked;
  await Promise.all([linking, changeActor(another(), actor.id, { name: 'New' })]);
  const event = movieEvent(await relay(store), movie.id);
  t.match(event.movie?.cast, [{ name: 'New' }]);
  t.equal(event.version, present(await load(store, movie.id)).version);
});

onEach('a rename during hydration is seen whole or not at all', async (t, { store, another }) => {
  const actor = await makeActor(store, { name: 'A0' });
  const cast = [{ actorId: actor.id, character: null, order: 0 }];
  const { id } = await create(store, { cast });
  const row = { seq: 0, kind: 'movie' as const, subject: id, version: 1, attempts: 0 };
  const contents = new Map<number, string>();
  let renaming = true;
  const renamer = another();
  const renames = (async () => {
    for (let n = 1; n <= 20; n++) await changeActor(renamer, actor.id, { name: `A${n}` });
    renaming = false;
  })();
  while (renaming) {
    const { version, movie } = movieEvent(await store.outbox.hydrate([row]), id);
    const text = JSON.stringify(movie);
    t.equal(contents.get(version) ?? text, text, 'one version, one content');
    contents.set(version, text);
    await sleep(1);
  }
  await renames;
});

onEach('two processes write at once', async (t, { store, another, query }) => {
  const stores = [store, another(), another()];
  const made = await many(30, async (index) => {
    const writer = present(stores[index % stores.length]);
    const { id } = await create(writer, { tmdbId: index + 1, genres: ['Drama'] });
    await edit(writer, id, { genres: ['Action'] });
    await writer.folds.foldTotals({ limit: 10, now: tick() });
    return id;
  });
  await store.folds.foldTotals({ limit: 1_000, now: tick() });
  t.equal(new Set(made).size, 30);
  const rows = await query<{ selection: string; count: string | number }>(
    "SELECT selection, count FROM totals WHERE selection IN ('all', 'genre:Drama', 'genre:Action')",
  );
  t.same(Object.fromEntries(rows.map(({ selection, count }) => [selection, Number(count)])), {
    ...{ all: 30, 'genre:Drama': 0, 'genre:Action': 30 },
  });
});
