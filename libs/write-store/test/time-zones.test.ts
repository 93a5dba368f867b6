import { onEach } from './adapters.js';
import { create, load, makeActor, movieEvent, options, present, relay } from './builders.js';

const zones = ['Pacific/Auckland', 'America/Los_Angeles', 'UTC'];

onEach('days and instants mean the same in every time zone', async (t, { store, another }) => {
  const machine = process.env['TZ'];
  t.teardown(() => {
    if (machine === undefined) delete process.env['TZ'];
    else process.env['TZ'] = machine;
  });
  const now = Date.UTC(2026, 11, 31, 23, 59, 59, 999);
  for (const zone of zones) {
    process.env['TZ'] = zone;
    const there = another();
    const actor = await makeActor(there, { birthDate: '1900-01-01', deathDate: '1999-12-31' });
    const made = await create(there, { releaseDate: '1895-12-28', year: 1895 }, { now });
    for (const reader of zones) {
      process.env['TZ'] = reader;
      const read = present(await load(store, made.id));
      t.equal(read.content.releaseDate, '1895-12-28', `written in ${zone}, read in ${reader}`);
      t.equal(read.updatedAt, '2026-12-31T23:59:59.999Z');
      t.equal(read.addedAt, made.addedAt);
      const found = await store.write((tx) => tx.lockActor(actor.id), options());
      t.match(found.value, { birthDate: '1900-01-01', deathDate: '1999-12-31' });
    }
    t.equal(movieEvent(await relay(store), made.id).movie?.releaseDate, '1895-12-28');
  }
});

onEach('instants keep each millisecond', async (t, { store }) => {
  for (const ms of [0, 1, 2, 3, 499, 500, 997, 998, 999]) {
    const now = Date.UTC(2026, 0, 1, 0, 0, 0, ms);
    const { id, updatedAt } = await create(store, {}, { now });
    t.equal(updatedAt, new Date(now).toISOString());
    t.equal((await load(store, id))?.updatedAt, updatedAt);
  }
});
