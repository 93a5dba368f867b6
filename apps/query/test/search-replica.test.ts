import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECTION_VERSION, project } from '@marquee/projection';
import { createMetrics } from '@marquee/service';
import { type Test, test } from 'tap';
import { measureSearch, searchTimes } from '../src/search/measure-search.js';
import type { SearchReplica } from '../src/search/search-replica.js';
import { makeMovies, type TestMovie } from './catalogue.js';
import { type FixtureOptions, movieChange, queryFixture } from './query-fixture.js';

const movies = makeMovies(120);

async function replicaOf(t: Pick<Test, 'teardown'>, by: FixtureOptions['search'] = {}) {
  const fixture = await queryFixture(t, { movies, search: by });
  const { search } = fixture;
  if (search === null) throw new Error('there is no index');
  return { ...fixture, search };
}

const named = (entry: TestMovie, title: string, version: number): TestMovie => {
  return { ...entry, movie: { ...entry.movie, title, version } };
};

async function idsOf(search: SearchReplica, text: string): Promise<string[]> {
  const filter = { genres: [], years: [] };
  const asked = { text, filter, direction: 'next', after: null, want: 1_000 } as const;
  return (await search.index().search(asked)).hits.map(({ id }) => id);
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 2_000) throw new Error('it does not come to that');
    await sleep(5);
  }
}

test('what changes while the index is filled is in it, and nothing twice', async (t) => {
  const { apply, search, whenFilled } = await replicaOf(t);
  for (const [n, entry] of movies.entries()) {
    const version = entry.movie.version + 1_000;
    if (n % 3 === 0) await apply([movieChange(named(entry, 'Renamed', version))]);
    if (n % 3 === 1) await apply([movieChange(named(entry, 'Gone', version), 'delete')]);
  }
  await whenFilled();
  await until(async () => (await idsOf(search, 'renamed')).length === 40);
  await until(() => search.state()?.movies === 80);
  const expected = movies.filter((_, n) => n % 3 === 0).map(({ movie }) => movie.id);
  t.same((await idsOf(search, 'renamed')).sort(), expected.sort());
});

test('where changes were missed the index is made anew', async (t) => {
  let miss: (error: Error) => void = () => {};
  let followed = 0;
  const { apply, search, whenFilled } = await replicaOf(t, {
    feedOf: (feed) => ({
      ...feed,
      async tail(place, options) {
        followed += 1;
        if (followed > 1) return await feed.tail(place, options);
        await new Promise<never>((_, reject) => {
          miss = reject; // until then it tells of nothing
        });
      },
    }),
  });
  await whenFilled();
  const [first] = movies;
  if (first === undefined) return;
  await apply([movieChange(named(first, 'Renamed', first.movie.version + 1))]);
  t.same(await idsOf(search, 'renamed'), []);
  miss(new Error('changes are not kept that long'));
  await until(() => search.state() === null);
  t.throws(() => search.index(), { code: 'unavailable' });
  await whenFilled();
  t.same(await idsOf(search, 'renamed'), [first.movie.id]);
});

test('what the generation that is switched to had first is found from the switch on', async (t) => {
  const { search, store, whenFilled, numbered } = await replicaOf(t);
  await whenFilled();
  const generation = { name: 'g2', projectionVersion: PROJECTION_VERSION, splits: {} };
  await store.createGeneration(generation, Date.now());
  const tables = store.open(generation);
  await tables.apply(movies.map((entry) => project(movieChange(entry), {})));
  const changes = movies
    .filter((_, n) => n % 2 === 0)
    .map((entry) => movieChange(named(entry, 'Switched', entry.movie.version + 1)));
  await tables.apply(changes.map((change) => project(numbered(change), {})));
  t.same(await idsOf(search, 'switched'), []);
  await store.switchTo('g2');
  await until(async () => (await idsOf(search, 'switched')).length === 60);
  t.equal(search.state()?.movies, 120);
});

test('what the view was repaired of is found when an index gets old; meanwhile no search fails', async (t) => {
  const { search, view, whenFilled } = await replicaOf(t, { lifetimeMs: () => 0 });
  await whenFilled();
  const [first] = movies;
  if (first === undefined) return;
  const lost = movieChange(named(first, 'Repaired', first.movie.version + 1));
  await view.apply([project(lost, {})]); // its change was told before: the feed says nothing
  const before = search.index();
  await until(async () => (await idsOf(search, 'repaired')).length === 1);
  t.not(search.index(), before);
  await before.suggest({ text: 'a', limit: 1 });
});

test('metrics tell what is in the index, and how long it takes to ask', async (t) => {
  const { search, whenFilled } = await replicaOf(t);
  const metrics = createMetrics('query');
  measureSearch(metrics, search);
  const timed = searchTimes(metrics);
  await whenFilled();
  await timed(search.index()).suggest({ text: 'a', limit: 1 });
  const text = await metrics.metrics();
  t.match(text, /^marquee_search_filling\{app="query"\} 0$/m);
  t.match(text, /^marquee_search_movies\{app="query"\} 120$/m);
  t.match(text, /^marquee_search_dead_contents\{app="query"\} 0$/m);
  t.match(text, /^marquee_search_position\{app="query"\} \d+$/m);
  t.match(text, /^marquee_search_lag_seconds\{app="query"\} [\d.]+$/m);
  t.match(text, /^marquee_search_duration_seconds_count\{.*question="suggest".*\} 1$/m);
});
