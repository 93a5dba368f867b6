import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IdempotencyKey, type WriteStore, WriteStoreUnavailable } from '../src/index.js';
import { type Opened, onEach } from './adapters.js';
import {
  create,
  edit,
  load,
  locked,
  newMovie,
  options,
  present,
  relay,
  saved1,
  tick,
} from './builders.js';

const DAY_MS = 86_400_000;

const keyOf = (more: Partial<IdempotencyKey> = {}): IdempotencyKey => ({
  caller: '01890000-0000-7000-8000-0000000000aa',
  route: 'POST /movies',
  key: 'k',
  requestHash: 'a',
  ...more,
});

const make = (store: WriteStore, idempotency: IdempotencyKey, more: { now?: number } = {}) =>
  store.write(
    async (tx) => present(await saved1(tx, null, newMovie({ title: 'Once' }))).id,
    options({ idempotency, ...more }),
  );

const countMovies = async ({ query }: Opened) => (await query('SELECT id FROM movies')).length;

onEach('the same key and request give the first result again', async (t, opened) => {
  const { store } = opened;
  const first = await make(store, keyOf());
  t.equal(first.replayed, false);
  t.equal(first.subjects, 2);
  const again = await make(store, keyOf());
  t.same(again, { ...first, replayed: true });
  t.equal(await countMovies(opened), 1);
  t.equal((await relay(store)).events.length, 1, 'nothing more is published');
});

onEach('keys of other callers and routes are other keys', async (t, opened) => {
  const { store } = opened;
  await make(store, keyOf());
  for (const other of [{ caller: randomUUID() }, { route: 'POST /actors' }, { key: 'K' }])
    t.equal((await make(store, keyOf({ ...other, requestHash: 'b' }))).replayed, false);
  t.equal(await countMovies(opened), 4);
});

onEach('a key that was used for another request is refused', async (t, opened) => {
  const { store } = opened;
  await make(store, keyOf());
  const other = make(store, keyOf({ requestHash: 'b' }));
  await t.rejects(other, { code: 'idempotency-key-reused' });
  t.equal(await countMovies(opened), 1);
});

onEach('what is refused leaves no key behind', async (t, opened) => {
  const { store } = opened;
  const refused = store.write(
    async (tx) => {
      await saved1(tx, null, newMovie());
      throw new Error('refused');
    },
    options({ idempotency: keyOf() }),
  );
  await t.rejects(refused, { message: 'refused' });
  t.equal((await make(store, keyOf({ requestHash: 'b' }))).replayed, false);
  t.equal(await countMovies(opened), 1);
});

onEach('a key counts for a day, and is then pruned in slices', async (t, opened) => {
  const { store, query } = opened;
  const now = tick();
  const first = await make(store, keyOf(), { now });
  t.equal((await make(store, keyOf(), { now: now + DAY_MS })).replayed, true);
  t.equal(await store.pruneKeys(now + DAY_MS), 0);
  const later = await make(store, keyOf({ requestHash: 'b' }), { now: now + DAY_MS + 1 });
  t.equal(later.replayed, false, 'another request may have it now');
  t.not(later.value, first.value);
  t.equal(await store.pruneKeys(now + 2 * DAY_MS + 1), 0);
  t.equal(await store.pruneKeys(now + 2 * DAY_MS + 2), 1);
  t.same(await query('SELECT idempotency_key FROM idempotency_keys'), []);
});

onEach('of 50 writes with one key at one moment one is carried out', async (t, opened) => {
  const { store, another } = opened;
  const stores = [store, another()];
  const written = await Promise.all(
    Array.from({ length: 50 }, (_, n) => patiently(() => make(stores[n % 2] ?? store, keyOf()))),
  );
  t.equal(await countMovies(opened), 1);
  t.equal(written.filter(({ replayed }) => replayed).length, 49);
  t.equal(new Set(written.map(({ value, write }) => `${value} ${write}`)).size, 1);
});

/** Tries again while the first is under way, or the store is saturated, as callers do. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== 'idempotency-key-busy' && !(error instanceof WriteStoreUnavailable)) throw error;
    }
  }
}

onEach('a key whose request is still under way is busy after a second', async (t, opened) => {
  const { store, another, engine } = opened;
  if (engine === 'sqlite') return void t.pass('one transaction at a time: it is never under way');
  const { id } = await create(store);
  const oneConnection = another({}, 1);
  const first = store.write(
    async () => {
      for (const requestHash of ['a', 'b'])
        await t.rejects(make(oneConnection, keyOf({ requestHash })), {
          code: 'idempotency-key-busy',
        });
      return 'done';
    },
    options({ idempotency: keyOf() }),
  );
  t.equal((await first).value, 'done');
  t.equal((await make(oneConnection, keyOf())).replayed, true);
  // On the same connection, other locks are waited for as long as ever.
  const waiting: Promise<unknown>[] = [];
  await store.write(async (tx) => {
    await locked(tx, id);
    waiting.push(edit(oneConnection, id, { title: 'Patient' }));
    await sleep(1_300);
  }, options());
  await Promise.all(waiting);
  t.equal((await load(store, id))?.content.title, 'Patient');
});

onEach('a dry run does everything and leaves nothing', async (t, opened) => {
  let woken = 0;
  const store = opened.another({ onCommitted: () => woken++ });
  const movie = newMovie({ title: 'Rehearsed', tmdbId: 7 });
  const named = { name: 'Nobody', tmdbId: null, imdbId: null };
  const rehearse = () =>
    store.write(
      async (tx) => {
        const [actor] = await tx.resolveActors([named]);
        const cast = [{ actorId: present(actor).id, character: null, order: 0 }];
        const stored = await saved1(tx, null, { ...movie, content: { ...movie.content, cast } });
        return { stored, read: await tx.lockMovies({ ids: [movie.id] }) };
      },
      options({ dryRun: true, idempotency: keyOf() }),
    );
  const { value, replayed } = await rehearse();
  t.match(value.read, [{ id: movie.id, content: { title: 'Rehearsed' } }]);
  t.notOk(replayed || (await rehearse()).replayed);
  t.equal(woken, 0);
  t.equal(await load(store, movie.id), undefined);
  for (const table of ['actors', 'outbox', 'total_deltas', 'idempotency_keys'])
    t.same(await opened.query(`SELECT * FROM ${table}`), [], table);
  t.ok(await create(store, { tmdbId: 7 }, { id: movie.id }));
  await t.rejects(rehearse(), { code: 'already-exists' });
});

onEach('an attempt that fails is undone alone', async (t, { store, query }) => {
  const [first, last] = [newMovie({ tmdbId: 1 }), newMovie({ tmdbId: 2 })];
  const { subjects } = await store.write(async (tx) => {
    await tx.attempt(() => saved1(tx, null, first));
    for (const tmdbId of [1, 3]) {
      const failing = tx.attempt(async () => {
        await tx.resolveActors([{ name: 'Nobody', tmdbId: null, imdbId: null }]);
        await saved1(tx, null, newMovie({ tmdbId }));
        throw new Error('undone');
      });
      await t.rejects(failing);
    }
    await tx.attempt(() => saved1(tx, null, last));
  }, options());
  t.equal(subjects, 3, 'two movies and their totals');
  t.same(await query('SELECT id FROM actors'), []);
  const stored = await query<{ id: string }>('SELECT id FROM movies');
  t.same(new Set(stored.map(({ id }) => id)), new Set([first.id, last.id]));
  t.equal((await relay(store)).events.length, 2);
});
