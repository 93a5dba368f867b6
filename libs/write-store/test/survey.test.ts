import type { SubjectKind } from '@marquee/contracts';
import type { WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  load,
  makeActor,
  movieEvent,
  newMovie,
  options,
  otherProvider,
  present,
  provider,
  relay,
  remove,
  saved1,
  settle,
  tick,
} from './builders.js';

async function walked(store: WriteStore, kind: SubjectKind, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  do {
    const page: readonly string[] = await store.survey.page(kind, { after, limit });
    ids.push(...page);
    after = page.at(-1) ?? null;
  } while (after !== null);
  return ids;
}

const fold = (store: WriteStore) => store.folds.foldTotals({ limit: 1_000, now: tick() });

const noRecords = { comment: [], session: [], sessionDay: [], rating: [] };

onEach('a survey meets everything once, deleted things too', async (t, { store }) => {
  t.same(await walked(store, 'movies', 2), []);
  const movies = [];
  for (const title of ['a', 'b', 'c', 'd', 'e']) movies.push(await create(store, { title }));
  const [first] = movies;
  await remove(store, present(first).id);
  const actors = [await makeActor(store), await makeActor(store), await makeActor(store)];
  await changeActor(store, present(actors[1]).id, null);
  await fold(store);

  t.same(await walked(store, 'movies', 2), movies.map(({ id }) => id).sort());
  t.same(await walked(store, 'actors', 2), actors.map(({ id }) => id).sort());
  t.same(await walked(store, 'selections', 2), ['actors', 'all', `provider:${provider}`]);
  t.same(await store.survey.count('movies'), 5);
  t.same(await store.survey.count('actors'), 3);
  t.same(await store.survey.count('selections'), 3);
});

onEach('what a provider made is met by its id', async (t, { store }) => {
  const own = [await create(store), await create(store), await create(store)];
  const other = { ...newMovie(), providerId: otherProvider };
  await store.write((tx) => saved1(tx, null, other), options());
  await remove(store, present(own[0]).id);
  const left = own
    .slice(1)
    .map(({ id }) => id)
    .sort();
  const page = (after: string | null, limit = 9) =>
    store.survey.ofProvider('movies', { provider, after, limit });
  t.same(await page(null), left);
  t.same(await page(null, 1), left.slice(0, 1));
  t.same(await page(present(left[0])), left.slice(1));
  const ofOthers = { provider: otherProvider, after: null, limit: 9 };
  t.same(await store.survey.ofProvider('movies', ofOthers), [other.id]);
  const actor = await makeActor(store);
  t.same(await store.survey.ofProvider('actors', { provider, after: null, limit: 9 }), [actor.id]);
});

onEach('a sample is of living ones, from the oldest to the newest', async (t, { store }) => {
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push((await create(store)).id);
  await remove(store, present(ids[0]));
  t.same(await store.survey.sample('movies', 100), ids.slice(1));
  const some = await store.survey.sample('movies', 4);
  t.ok(some.length >= 3 && some.length <= 4, `${some.length} of about 4`);
  t.same(
    some,
    ids.filter((id) => some.includes(id)),
    'in order',
  );
  t.same(await store.survey.sample('actors', 4), []);
});

onEach('what the view is not known to have is unsettled', async (t, { store }) => {
  const { id } = await create(store, { genres: ['Crime'] });
  const actor = await makeActor(store);
  await settle(store);
  const subjects = { movies: [id], actors: [actor.id], selections: ['genre:Crime', 'genre:None'] };
  const none = { movies: [], actors: [], selections: [], keys: [], ...noRecords };
  t.same(await store.survey.unsettled(subjects), none);
  await fold(store);
  t.same(await store.survey.unsettled(subjects), { ...none, selections: ['genre:Crime'] });
  await relay(store);
  await edit(store, id, { title: 'New' });
  await changeActor(store, actor.id, { name: 'New' });
  const { movies, actors } = subjects;
  const unsettled = { movies, actors, selections: ['genre:Crime'], keys: [], ...noRecords };
  t.same(await store.survey.unsettled(subjects), unsettled);
  t.same(await store.survey.unsettled({}), none);
});

onEach('a renewal publishes everything at a version above the one named', async (t, { store }) => {
  const movie = await create(store, { title: 'Heat', genres: ['Crime'] });
  const gone = await create(store);
  await remove(store, gone.id);
  const actor = await makeActor(store);
  const goneActor = await makeActor(store);
  await changeActor(store, goneActor.id, null);
  await fold(store);
  await settle(store);

  const now = tick();
  const above = now * 1000 + 5_000_000_000;
  await store.survey.renew(
    [
      { kind: 'movies', id: movie.id, atLeast: above },
      { kind: 'movies', id: gone.id, atLeast: above + 1 },
      { kind: 'actors', id: actor.id, atLeast: 0 },
      { kind: 'actors', id: goneActor.id, atLeast: above + 2 },
      { kind: 'selections', id: 'genre:Crime', atLeast: above + 3 },
      { kind: 'movies', id: actor.id, atLeast: above },
    ],
    now,
  );
  const renewed = await relay(store);
  t.match(movieEvent(renewed, movie.id), { version: above, movie: { title: 'Heat' }, covers: [] });
  t.match(movieEvent(renewed, gone.id), { version: above + 1, movie: null });
  const actors = renewed.events.filter((event) => event.kind === 'actor');
  t.same(
    new Map(actors.map(({ id, version }) => [id, version])),
    new Map([
      [actor.id, now * 1000],
      [goneActor.id, above + 2],
    ]),
  );
  t.match(
    renewed.events.filter((event) => event.kind === 'totals'),
    [{ totals: [{ selection: 'genre:Crime', count: 1, version: above + 3 }] }],
  );
  t.equal(renewed.events.length, 5);
  t.equal((await load(store, movie.id))?.editedVersion, movie.editedVersion, 'nobody edited it');

  const again = tick();
  await store.survey.renew([{ kind: 'movies', id: movie.id, atLeast: 0 }], again);
  t.equal(movieEvent(await relay(store), movie.id).version, above + 1, 'never backwards');
});
