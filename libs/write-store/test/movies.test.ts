import { randomUUID } from 'node:crypto';
import { movieAsRead } from '@marquee/domain';
import { onEach } from './adapters.js';
import {
  create,
  edit,
  emptyContent,
  load,
  makeActor,
  movieEvent,
  newMovie,
  options,
  present,
  provider,
  relay,
  remove,
  saved1,
  settle,
  tick,
} from './builders.js';

onEach('a movie comes back as it was saved, with all of its lists', async (t, { store }) => {
  const neo = await makeActor(store, { name: 'Keanu Reeves' });
  const trinity = await makeActor(store, { name: 'Carrie-Anne Moss' });
  const content = {
    title: 'The Mátrix 😀',
    originalTitle: 'The Matrix',
    synopsis: 'A hacker learns what is real.',
    tagline: 'Free your mind',
    releaseDate: '1999-03-31',
    year: 1999,
    runtimeMinutes: 136,
    genres: ['Sci-Fi', 'Sci-fi', 'Action'],
    tags: ['noir'],
    directors: ['Lilly Wachowski', 'Lana Wachowski'],
    language: 'en',
    posterUrl: 'https://example.org/poster.jpg',
    tmdbId: 2 ** 53 - 1,
    imdbId: 'tt0133093',
    wikipediaTitle: 'The_Matrix',
    cast: [
      { actorId: neo.id, character: null, order: 0 },
      { actorId: neo.id, character: 'Neo', order: 0 },
      { actorId: trinity.id, character: 'Trinity', order: 7 },
    ],
  };
  const saved = await create(store, content);
  t.same(await load(store, saved.id), saved);
  t.same(saved.content, content);
  const event = movieEvent(await relay(store), saved.id);
  const names = new Map([neo, trinity].map(({ id, name }) => [id, name]));
  t.equal(JSON.stringify(event.movie), JSON.stringify(movieAsRead(saved, names)), 'to the byte');
  t.equal(await store.isEmpty(), false);
});

onEach('texts are kept to the sign', async (t, { store, engine, obeysHints }) => {
  // Babelfish leaves the escapes of JSON in what it reads from it.
  if (engine === 'sqlserver' && !obeysHints) return void t.pass('not on this server');
  const title = 'The "High" Sign\\ \u00a0ß ſ ı\u2028 𝔐';
  const synopsis = 'one\ntwo\tthree \u0085';
  const { id } = await create(store, { title, synopsis, tags: ['"', '\\', "'; --"] });
  const { content } = present(await load(store, id));
  t.same([content.title, content.synopsis, content.tags], [title, synopsis, ['"', '\\', "'; --"]]);
  t.equal(movieEvent(await relay(store), id).movie?.title, title);
});

onEach('500 emoji are too long for a title, and 250 are not', async (t, { store }) => {
  const { id } = await create(store, { title: '😀'.repeat(250) });
  t.equal(present(await load(store, id)).content.title, '😀'.repeat(250));
});

onEach('a version is above the one before and not below the clock', async (t, { store }) => {
  const now = tick();
  const made = await create(store, {}, { now });
  t.equal(made.version, now * 1000);
  t.equal(made.updatedAt, new Date(now).toISOString());
  const again = await edit(store, made.id, { title: 'B' }, { now });
  t.equal(again.value.version, now * 1000 + 1);
  const earlier = await edit(store, made.id, { title: 'C' }, { now: now - 60_000 });
  t.equal(earlier.value.version, now * 1000 + 2, 'a clock that goes back does not');
  t.equal(earlier.value.editedVersion, earlier.value.version);
  t.equal(earlier.value.addedAt, made.addedAt);
});

onEach(
  'a movie made anew under a deleted id is newer, whatever the clock',
  async (t, { store }) => {
    const made = await create(store, { tmdbId: 7 });
    await remove(store, made.id, { now: tick() + 100_000 });
    t.equal(await load(store, made.id), undefined);
    const gone = movieEvent(await relay(store), made.id);
    t.equal(gone.movie, null);
    const seen = await store.write((tx) => tx.deletedMovies([made.id, randomUUID()]), options());
    t.same([...seen.value], [made.id]);
    const anew = await create(store, { tmdbId: 7 }, { id: made.id, now: made.version / 1000 });
    t.equal(anew.version, gone.version + 1);
    const none = await store.write((tx) => tx.deletedMovies([made.id]), options());
    t.same([...none.value], []);
  },
);

onEach('keys that moved travel as befores, until a week after', async (t, { store }) => {
  const made = await create(store, { title: 'A', year: 1999, genres: ['Drama'] });
  await settle(store);
  await edit(store, made.id, { synopsis: 'changed, but no list is keyed by it' });
  t.same(movieEvent(await settle(store), made.id).befores, []);
  await edit(store, made.id, { title: 'B', genres: [] });
  await edit(store, made.id, { year: 2000 });
  const two = movieEvent(await settle(store), made.id).befores;
  t.same(
    two.map(({ title, year, genres }) => [title, year, genres]),
    [
      ['A', 1999, ['Drama']],
      ['B', 1999, []],
    ],
  );
  t.match(two[0], { providerId: provider, addedAt: made.addedAt, actorIds: [], ratingCount: 0 });
  await edit(store, made.id, { synopsis: 'again' });
  t.equal(movieEvent(await settle(store), made.id).befores.length, 2, 'kept once confirmed');
  const [day, week] = [86_400_000, 7 * 86_400_000];
  t.equal(await store.outbox.prune(tick() + day), 1, 'what was confirmed last');
  t.equal(await store.outbox.prune(tick() + week - day), 0);
  t.equal(await store.outbox.prune(tick() + week), 2);
  await remove(store, made.id);
  const last = movieEvent(await settle(store), made.id);
  t.same(
    last.befores.map(({ title }) => title),
    ['B'],
    'a deletion leaves the keys that it took away',
  );
});

onEach('an identifier that is taken is refused by name', async (t, { store, query }) => {
  const made = await create(store, { tmdbId: 603, imdbId: 'tt1' });
  const other = await create(store);
  const refused = (...pointers: string[]) => ({
    code: 'already-exists',
    faults: pointers.map((pointer) => ({ pointer, code: 'already-exists' })),
  });
  await t.rejects(create(store, { tmdbId: 603 }), refused('/tmdbId'));
  await t.rejects(create(store, { tmdbId: 603, imdbId: 'tt1' }), refused('/tmdbId', '/imdbId'));
  await t.rejects(create(store, {}, { id: made.id }), refused('/id'));
  await t.rejects(edit(store, other.id, { imdbId: 'tt1' }), refused('/imdbId'));
  const twins = [newMovie({ tmdbId: 9 }), newMovie({ tmdbId: 9 })];
  const both = store.write(
    (tx) => tx.saveMovies(twins.map((after) => ({ before: null, after }))),
    options(),
  );
  await t.rejects(both, refused('/tmdbId'));
  t.same((await query('SELECT id FROM movies')).length, 2, 'nothing of these was stored');
  await edit(store, made.id, { title: 'Same identifiers', tmdbId: 603 });
});

onEach('movies are found by each of their identifiers, in order of id', async (t, { store }) => {
  const movies = [
    await create(store, { tmdbId: 1 }),
    await create(store, { imdbId: 'tt2' }),
    await create(store, { tmdbId: 3, imdbId: 'tt3' }),
  ];
  const keys = {
    ids: movies.map(({ id }) => id),
    tmdbIds: [1, 3, 99],
    imdbIds: ['tt2', 'tt3', 'tt99'],
  };
  const found = await store.write((tx) => tx.lockMovies(keys), options());
  t.same(
    found.value.map(({ id }) => id),
    movies.map(({ id }) => id).sort(),
  );
  const none = await store.write((tx) => tx.lockMovies({ ids: [] }), options());
  t.same(none, { ...none, value: [], subjects: 0 });
});

onEach(
  'one call saves new, changed and deleted movies, answered in order',
  async (t, { store }) => {
    const [a, b] = [await create(store, { title: 'A' }), await create(store, { title: 'B' })];
    const c = newMovie({ title: 'C' });
    const written = await store.write(async (tx) => {
      const [first, second] = (await tx.lockMovies({ ids: [a.id, b.id] })).toSorted((x, y) =>
        x.content.title < y.content.title ? -1 : 1,
      );
      return await tx.saveMovies([
        { before: null, after: c },
        { before: present(first), after: null },
        {
          before: present(second),
          after: { ...present(second), content: { ...emptyContent, title: 'B2' } },
        },
      ]);
    }, options());
    t.same(
      written.value.map((movie) => movie?.content.title ?? null),
      ['C', null, 'B2'],
    );
    t.equal(written.subjects, 3, 'the totals stayed as they were: one entered, one left');
  },
);

onEach('a movie saved twice in one transaction is one subject', async (t, { store }) => {
  const movie = newMovie();
  const written = await store.write(async (tx) => {
    const first = present(await saved1(tx, null, movie));
    return await saved1(tx, first, { ...first, content: { ...first.content, title: 'Second' } });
  }, options());
  t.equal(written.subjects, 2, 'the movie and the totals');
  const { covers, version } = movieEvent(await relay(store), movie.id);
  t.equal(version, written.value?.version);
  t.equal(covers.length, 1);
});

onEach('what throws leaves nothing', async (t, { store, query }) => {
  const failed = store.write(async (tx) => {
    await tx.resolveActors([{ name: 'Nobody', tmdbId: null, imdbId: null }]);
    await saved1(tx, null, newMovie());
    throw new Error('changed my mind');
  }, options());
  await t.rejects(failed, /changed my mind/);
  for (const table of ['movies', 'actors', 'outbox', 'total_deltas'])
    t.same(await query(`SELECT * FROM ${table}`), [], table);
});

onEach('the relay is woken by what is committed, and by nothing else', async (t, { another }) => {
  let woken = 0;
  const store = another({ onCommitted: () => woken++ });
  await create(store);
  t.equal(woken, 1);
  await t.rejects(
    store.write(async (tx) => {
      await saved1(tx, null, newMovie());
      throw new Error('no');
    }, options()),
  );
  await store.write((tx) => tx.lockMovies({ ids: [randomUUID()] }), options());
  t.equal(woken, 1);
});
