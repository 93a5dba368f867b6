import { idOf } from '@marquee/testing';
import { onEach } from './adapters.js';
import { create, edit, makeActor, movieEvent, relay, remove, settle, tick } from './builders.js';

onEach('the current state needs no rows in the outbox', async (t, { store }) => {
  await store.registerGeneration({ name: 'g1', projectionVersion: 1 });
  const movie = await create(store, { title: 'Heat', genres: ['Crime'] });
  const actor = await makeActor(store, { name: 'Al Pacino' });
  const gone = await create(store, { title: 'Gone' });
  await remove(store, gone.id);
  await store.folds.foldTotals({ limit: 10, now: tick() });
  await settle(store);

  const current = await store.outbox.current({
    movies: [movie.id, gone.id, idOf(9)],
    actors: [actor.id, idOf(9)],
    selections: ['genre:Crime', 'genre:None'],
  });
  t.same(current.generations, ['g1']);
  t.match(current.events, [
    { kind: 'movie', id: movie.id, version: movie.version, movie: { title: 'Heat' }, covers: [] },
    { kind: 'movie', id: gone.id, movie: null },
    { kind: 'actor', id: actor.id, version: actor.version, covers: [] },
    { kind: 'totals', totals: [{ selection: 'genre:Crime', count: 1 }], covers: [] },
  ]);
  t.equal(current.events.length, 4, 'what was never there gives no event');
  t.same(await store.outbox.current({}), { events: [], generations: ['g1'] });
});

onEach('it has all kept befores, and takes no write from the relay', async (t, { store }) => {
  const { id } = await create(store, { title: 'One' });
  await edit(store, id, { title: 'Two' });
  await settle(store);
  await edit(store, id, { title: 'Three' }, { write: 'w3' });
  const current = movieEvent(await store.outbox.current({ movies: [id] }), id);
  t.same(
    current.befores.map(({ title }) => title),
    ['One', 'Two'],
  );
  t.same(current.covers, []);
  const relayed = movieEvent(await relay(store), id);
  const alone = { ...relayed, covers: [], positions: [] };
  t.same(alone, current, 'the same bytes as the relay publishes');
  t.match(relayed.covers, [{ write: 'w3' }]);
});
