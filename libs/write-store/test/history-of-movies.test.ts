import { randomUUID } from 'node:crypto';
import type { PageOptions, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  locked,
  makeActor,
  newMovie,
  options,
  otherProvider,
  present,
  provider,
  rate,
  remove,
  saved1,
  tick,
} from './builders.js';

const newest: PageOptions = { direction: 'older', from: null, limit: 10 };

async function changesOf(store: WriteStore, id: string, more: Partial<PageOptions> = {}) {
  const page = present(await store.history.page(id, { ...newest, ...more }));
  return page.changes;
}

const titles = (changes: Awaited<ReturnType<typeof changesOf>>) =>
  changes.map(({ value }) => [value.before?.title ?? null, value.after?.title ?? null]);

onEach('each change of a movie is kept, with who and when', async (t, { store }) => {
  const movie = await create(store, { title: 'A', genres: ['Drama'] });
  t.match(await changesOf(store, movie.id), [
    { seq: movie.version, value: { by: provider, before: null, after: { title: 'A' } } },
  ]);
  const now = tick();
  const second = await edit(store, movie.id, { title: 'B' }, { providerId: otherProvider, now });
  await edit(store, movie.id, { genres: [] });
  const changes = await changesOf(store, movie.id);
  t.same(titles(changes), [
    ['B', 'B'],
    ['A', 'B'],
    [null, 'A'],
  ]);
  t.match(changes[1], {
    seq: present(second.value).version,
    value: { by: otherProvider, at: now, before: { genres: ['Drama'] } },
  });
  t.equal(present(await store.history.page(movie.id, newest)).provider, provider);
});

onEach('ratings and new names of actors are no changes of a movie', async (t, { store }) => {
  const actor = await makeActor(store, { name: 'Elliot' });
  const cast = [{ actorId: actor.id, character: null, order: 0 }];
  const movie = await create(store, { cast });
  await rate(store, movie.id, 8);
  await store.folds.foldRatings({ limit: 10, now: tick(), minIntervalMs: 0 });
  await changeActor(store, actor.id, { name: 'Elliott' });
  t.equal((await changesOf(store, movie.id)).length, 1);
  await changeActor(store, actor.id, null);
  const [change] = await changesOf(store, movie.id);
  t.match(change?.value, { before: { cast }, after: { cast: [] } }, 'but their deletion is');
});

onEach('a deleted movie has a history, and so has one made anew', async (t, { store }) => {
  const movie = await create(store, { title: 'A' });
  await remove(store, movie.id);
  t.same(titles(await changesOf(store, movie.id)), [
    ['A', null],
    [null, 'A'],
  ]);
  const made = newMovie({ title: 'B' }, movie.id);
  await store.write((tx) => saved1(tx, null, made), options());
  await edit(store, movie.id, { title: 'C' });
  const changes = await changesOf(store, movie.id);
  t.same(titles(changes), [
    ['B', 'C'],
    [null, 'B'],
    ['A', null],
    [null, 'A'],
  ]);
  t.equal(new Set(changes.map(({ seq }) => seq)).size, 4);
  t.equal(await store.history.page(randomUUID(), newest), null);
});

onEach('a long history is read in pages, both ways', async (t, { store }) => {
  const movie = await create(store, { title: '0' });
  for (let n = 1; n < 8; n += 1) await edit(store, movie.id, { title: `${n}` });
  const all = titles(await changesOf(store, movie.id, { limit: 100 }));
  t.equal(all.length, 8);
  const met = [];
  for (let from: number | null = null; ; ) {
    const page = await changesOf(store, movie.id, { from, limit: 3 });
    met.push(...titles(page));
    if (page.length < 3) break;
    from = present(page.at(-1)).seq;
  }
  t.same(met, all);
  const from = present((await changesOf(store, movie.id)).at(-1)).seq;
  const back = await changesOf(store, movie.id, { direction: 'newer', from, limit: 3 });
  t.same(titles(back), all.slice(-4, -1).toReversed());
});

onEach('what a change had made is found, while a later one is kept', async (t, { store }) => {
  const movie = await create(store, { title: 'A', tags: ['x'] });
  await edit(store, movie.id, { title: 'B' });
  const made = async (version: number) =>
    (await store.write((tx) => tx.contentMadeBy(movie.id, version), options())).value;
  t.match(await made(movie.version), { provider, content: { title: 'A', tags: ['x'] } });
  const { value } = await store.write((tx) => locked(tx, movie.id), options());
  t.equal(await made(value.version), null, 'it is what the movie is');
  t.equal(await made(movie.version + 1), null);
  const kept = 365.25 * 86_400_000;
  t.equal(await store.history.prune(tick()), 0);
  t.equal(await store.history.prune(tick() + kept), 1);
  t.equal(await made(movie.version), null);
  t.same(await changesOf(store, movie.id), [], 'its creation is not known any more');
});
