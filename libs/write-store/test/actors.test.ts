import { randomUUID } from 'node:crypto';
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  load,
  makeActor,
  movieEvent,
  named,
  newActor,
  newMovie,
  options,
  otherProvider,
  present,
  relay,
  saved1,
  settle,
} from './builders.js';

const part = (actorId: string, order = 0, character: string | null = null) => ({
  ...{ actorId, character, order },
});

onEach('an actor comes back as it was saved', async (t, { store }) => {
  const made = await makeActor(store, {
    name: 'Keanu Reeves',
    birthDate: '1964-09-02',
    gender: 'male',
    biography: 'Born in Beirut.',
    tmdbId: 6384,
    imdbId: 'nm0000206',
  });
  const found = await store.write((tx) => tx.lockActor(made.id), options());
  t.same(found.value, made);
  t.equal(made.editedVersion, made.version);
  const none = await store.write((tx) => tx.lockActor(randomUUID()), options());
  t.equal(none.value, null);
});

onEach('a name stands for its oldest actor, or makes one', async (t, { store }) => {
  const oldest = await makeActor(store, { name: 'John Smith' });
  await makeActor(store, { name: 'John Smith' });
  const written = await store.write(
    (tx) =>
      tx.resolveActors([
        named('John Smith'),
        named('Jane Doe'),
        named('Jane Doe'),
        named('jane doe'),
        { actorId: oldest.id },
        { actorId: randomUUID() },
      ]),
    options(),
  );
  const [john, jane, again, lower, byId, unknown] = written.value;
  t.equal(john?.id, oldest.id);
  t.same(jane, again, 'twice in one call is one actor');
  t.not(jane?.id, lower?.id, 'exactly that name');
  t.equal(byId?.name, 'John Smith');
  t.equal(unknown, null);
  t.equal(written.subjects, 3, 'two new actors and the totals');
  const later = await store.write((tx) => tx.resolveActors([named('Jane Doe')]), options());
  t.same(later, { ...later, value: [jane], subjects: 0 });
});

onEach('an identifier beside the name decides', async (t, { store }) => {
  const first = await makeActor(store, { name: 'John Smith', tmdbId: 1, imdbId: 'nm1' });
  const ref = (tmdbId: number | null, imdbId: string | null) => ({
    ...{ name: 'John Smith', tmdbId, imdbId },
  });
  const written = await store.write(
    (tx) =>
      tx.resolveActors([
        ref(1, null),
        ref(null, 'nm1'),
        ref(99, 'nm1'),
        ref(2, null),
        ref(2, 'nm2'),
        ref(null, null),
      ]),
    options(),
  );
  const ids = written.value.map((actor) => actor?.id);
  t.same(ids.slice(0, 3), [first.id, first.id, first.id]);
  t.not(ids[3], first.id, 'another person of that name');
  t.equal(ids[4], ids[3]);
  t.equal(ids[5], first.id);
});

onEach('a new name reaches all movies, and moves no list', async (t, { store }) => {
  const actor = await makeActor(store, { name: 'Elliot' });
  const other = await makeActor(store, { name: 'Other' });
  const cast = [part(actor.id), part(actor.id, 1, 'Twin'), part(other.id, 2)];
  const movies = [await create(store, { cast }), await create(store, { cast })];
  const apart = await create(store, { cast: [part(other.id)] });
  await settle(store);
  const renamed = await changeActor(store, actor.id, { name: 'Elliott' });
  t.equal(renamed.subjects, 3, 'the actor and two movies');
  t.equal(renamed.value?.movieCount, 2);
  const hydrated = await settle(store);
  for (const { id, version } of movies) {
    const event = movieEvent(hydrated, id);
    t.ok(event.version > version);
    t.same(event.befores, []);
    t.same(
      event.movie?.cast.map(({ name }) => name),
      ['Elliott', 'Elliott', 'Other'],
    );
    t.equal(present(await load(store, id)).editedVersion, version, 'no edit of the movie itself');
    t.equal(event.movie?.updatedAt, movies.find((movie) => movie.id === id)?.updatedAt);
  }
  t.throws(() => movieEvent(hydrated, apart.id));
  const actors = hydrated.events.filter((event) => event.kind === 'actor');
  t.match(actors, [{ id: actor.id, befores: [{ name: 'Elliot', birthDate: null }] }]);
  const biography = await changeActor(store, actor.id, { biography: 'New' });
  t.equal(biography.subjects, 1, 'what movies do not show stays out of them');
});

onEach('a deleted actor leaves every cast', async (t, { store }) => {
  const actor = await makeActor(store, { name: 'Gone' });
  const other = await makeActor(store, { name: 'Stays' });
  const cast = [part(actor.id, 0, 'A'), part(other.id, 1), part(actor.id, 2, 'B')];
  const { id } = await create(store, { cast });
  await settle(store);
  const deleted = await changeActor(store, actor.id, null);
  t.same(deleted, { ...deleted, value: null, subjects: 3 }, 'the actor, the movie and the totals');
  const hydrated = await settle(store);
  const event = movieEvent(hydrated, id);
  t.same(
    event.movie?.cast.map(({ name }) => name),
    ['Stays'],
  );
  t.same(
    event.befores.map(({ actorIds }) => actorIds),
    [[actor.id, other.id].sort()],
  );
  const gone = hydrated.events.find((one) => one.kind === 'actor');
  t.match(gone, { id: actor.id, actor: null, befores: [{ name: 'Gone' }] });
  const anew = await store.write(
    (tx) => tx.saveActor({ before: null, after: newActor({ id: actor.id }) }),
    options({ now: 1_000_000 }),
  );
  t.ok((anew.value?.version ?? 0) > (gone?.kind === 'actor' ? gone.version : Infinity));
});

onEach("an actor's identifiers are unique", async (t, { store }) => {
  const made = await makeActor(store, { tmdbId: 1, imdbId: 'nm1' });
  const other = await makeActor(store);
  const refused = (pointer: string) => ({ code: 'already-exists', faults: [{ pointer }] });
  await t.rejects(makeActor(store, { tmdbId: 1 }), refused('/tmdbId'));
  await t.rejects(makeActor(store, { imdbId: 'nm1' }), refused('/imdbId'));
  await t.rejects(makeActor(store, { id: made.id }), refused('/id'));
  await t.rejects(changeActor(store, other.id, { tmdbId: 1 }), refused('/tmdbId'));
  await changeActor(store, other.id, { tmdbId: 2 });
});

onEach('two actors made by name may be given one name', async (t, { store }) => {
  const { value } = await store.write(
    (tx) => tx.resolveActors([named('Prince'), named('The Artist')]),
    options(),
  );
  await changeActor(store, present(value[1]).id, { name: 'Prince' });
  const found = await store.write(
    (tx) => tx.resolveActors([named('Prince'), named('The Artist')]),
    options(),
  );
  t.equal(found.value[0]?.id, value[0]?.id);
  t.not(found.value[1]?.id, value[1]?.id, 'the name that was given up is free');
});

onEach("whether others' movies would lose the actor is known", async (t, { store }) => {
  const { id, providerId } = await makeActor(store);
  await create(store, { cast: [part(id)] });
  const ask = async () =>
    (await store.write((tx) => tx.actorInMoviesOfOthers(id, providerId), options())).value;
  t.equal(await ask(), false);
  const foreign = { ...newMovie({ cast: [part(id)] }), providerId: otherProvider };
  await store.write((tx) => saved1(tx, null, foreign), options({ providerId: otherProvider }));
  t.equal(await ask(), true);
});

onEach('names are read by id', async (t, { store }) => {
  const [a, b] = [await makeActor(store, { name: 'A' }), await makeActor(store, { name: 'B' })];
  const read = await store.write((tx) => tx.actorNames([a.id, b.id, randomUUID()]), options());
  t.same(
    [...read.value].sort(),
    [
      [a.id, 'A'],
      [b.id, 'B'],
    ].sort(),
  );
});

onEach('an actor in thousands of movies is renamed and deleted', async (t, { store, engine }) => {
  const total = engine === 'sqlite' ? 6_000 : 1_200;
  const actor = await makeActor(store);
  for (let made = 0; made < total; made += 400)
    await store.write(
      (tx) =>
        tx.saveMovies(
          Array.from({ length: 400 }, () => ({
            before: null,
            after: newMovie({ cast: [part(actor.id)] }),
          })),
        ),
      options(),
    );
  const renamed = await changeActor(store, actor.id, { name: 'Busy' });
  t.equal(renamed.subjects, total + 1);
  const deleted = await changeActor(store, actor.id, null);
  t.equal(deleted.subjects, total + 2);
});

onEach('one more part in a long cast keeps the rest', async (t, { store }) => {
  const actor = await makeActor(store);
  const cast = Array.from({ length: 1_000 }, (_, order) => part(actor.id, order, `C${order}`));
  const { id } = await create(store, { cast: cast.slice(1) });
  await edit(store, id, { cast });
  t.same(present(await load(store, id)).content.cast, cast);
  await edit(store, id, { cast: cast.slice(0, 10).map((one) => ({ ...one, order: 5 })) });
  const event = movieEvent(await relay(store), id);
  t.same(
    event.movie?.cast.map(({ character }) => character),
    [...Array.from({ length: 10 }, (_, n) => `C${n}`)],
  );
});
