import { onEach } from './adapters.js';

onEach('a task has one holder, until its time is up', async (t, { store, another }) => {
  const { tasks } = store;
  const other = another().tasks;
  t.equal(await tasks.read('rebuild'), null);
  t.same(await tasks.take('rebuild', { holder: 'a', until: 100, now: 0 }), { progress: null });
  t.equal(await other.take('rebuild', { holder: 'b', until: 150, now: 50 }), null);
  t.ok(await tasks.keep('rebuild', { holder: 'a', until: 120, progress: { phase: 'fill' } }));
  t.equal(await other.take('rebuild', { holder: 'b', until: 220, now: 119 }), null);
  t.same(await tasks.take('rebuild', { holder: 'a', until: 120, now: 119 }), {
    progress: { phase: 'fill' },
  });
  t.same(await other.take('rebuild', { holder: 'b', until: 220, now: 120 }), {
    progress: { phase: 'fill' },
  });
  t.notOk(await tasks.keep('rebuild', { holder: 'a', until: 300, progress: null }), 'lost');
  t.same(await tasks.read('rebuild'), { phase: 'fill' }, 'and not overwritten');
});

onEach('a lease of a clock that was set back since ends with it', async (t, { store }) => {
  const { tasks } = store;
  const day = 86_400_000;
  await tasks.take('rebuild', { holder: 'a', until: day + 100, now: day });
  t.equal(await tasks.take('rebuild', { holder: 'b', until: day + 101, now: day + 1 }), null);
  t.same(await tasks.take('rebuild', { holder: 'b', until: 100, now: 0 }), { progress: null });
  t.equal(await tasks.take('rebuild', { holder: 'a', until: 101, now: 1 }), null);
});

onEach('what is released can be taken at once, with its progress', async (t, { store }) => {
  const { tasks } = store;
  await tasks.take('reconcile', { holder: 'a', until: 100, now: 0 });
  const progress = { after: 'x'.repeat(5_000) };
  await tasks.keep('reconcile', { holder: 'a', until: 100, progress });
  await tasks.release('reconcile', 'b');
  t.equal(await tasks.take('reconcile', { holder: 'b', until: 100, now: 1 }), null);
  await tasks.release('reconcile', 'a');
  t.same(await tasks.take('reconcile', { holder: 'b', until: 100, now: 1 }), { progress });
  t.ok(await tasks.keep('reconcile', { holder: 'b', until: 100, progress: null }));
  t.equal(await tasks.read('reconcile'), null);
});

onEach('of many that ask at once, one gets a task', async (t, { store, another }) => {
  const stores = [store, another(), another()];
  const taken = await Promise.all(
    Array.from({ length: 9 }, (_, n) =>
      stores[n % 3]?.tasks.take('one', { holder: `h${n}`, until: 100, now: 0 }),
    ),
  );
  t.equal(taken.filter(Boolean).length, 1);
});

onEach('a generation that is forgotten is not published to', async (t, { store }) => {
  for (const name of ['g1', 'g2']) await store.registerGeneration({ name, projectionVersion: 1 });
  await store.forgetGeneration('g1');
  await store.forgetGeneration('g1');
  t.same(
    (await store.generations()).map(({ name }) => name),
    ['g2'],
  );
});
