import type { WriteStore } from '../src/index.js';
import { type Opened, onEach } from './adapters.js';
import {
  create,
  edit,
  load,
  movieEvent,
  play,
  present,
  provider,
  rate,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const MINUTE_MS = 60_000;

async function fold(store: WriteStore): Promise<void> {
  await store.folds.foldPlays({ limit: 10_000, now: tick() });
  await store.folds.foldRatings({ limit: 100, minIntervalMs: 0, now: tick() });
}

const rank = (store: WriteStore, now = tick(), limit = 100) =>
  store.folds.rankMovies({ limit, minIntervalMs: MINUTE_MS, now });

async function playOften(store: WriteStore, id: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) await play(store, id);
}

const ranksOf = async (store: WriteStore, id: string) => present(await load(store, id)).ranks;
const marks = async ({ query }: Opened) => (await query('SELECT * FROM rank_marks')).length;

onEach('a movie that is played is ranked by one ordinary change', async (t, opened) => {
  const { store } = opened;
  const { id, version, updatedAt } = await create(store);
  await settle(store);
  await playOften(store, id, 12);
  t.same(await rank(store), { folded: 0, nextDueAt: null }, 'what is not counted is not ranked');
  await fold(store);
  await settle(store);
  const now = tick();
  t.same(await rank(store, now), { folded: 1, nextDueAt: null });
  const event = movieEvent(await settle(store), id);
  t.same(event.ranks, { plays: 12, popularity: null });
  t.ok(event.version > version);
  t.equal(event.movie?.updatedAt, updatedAt);
  t.same(event.covers, []);
  t.match(event.befores, [{ ranks: { plays: null, popularity: null } }]);
  const movie = present(await load(store, id));
  t.equal(movie.editedVersion, version, 'overwrites nothing of the movie');
  t.equal(movie.rankedAt, now);
  t.equal(await marks(opened), 0);
});

onEach('a movie moves at most once a minute, by all that has come together', async (t, opened) => {
  const { store } = opened;
  const { id } = await create(store);
  await play(store, id);
  await fold(store);
  const now = tick();
  await rank(store, now);
  await playOften(store, id, 9);
  await rate(store, id, 8);
  await fold(store);
  t.same(await rank(store, now + 1), { folded: 0, nextDueAt: now + MINUTE_MS });
  t.same(await rank(store, now + MINUTE_MS - 1), { folded: 0, nextDueAt: now + MINUTE_MS });
  t.same(await ranksOf(store, id), { plays: 1, popularity: null });
  t.same(await rank(store, now + MINUTE_MS), { folded: 1, nextDueAt: null });
  t.same(await ranksOf(store, id), { plays: 10, popularity: 400 });
  const another = await create(store);
  await play(store, another.id);
  await fold(store);
  t.match(await rank(store, now + MINUTE_MS + 1), { folded: 1 }, 'another movie does not wait');
});

onEach('plays that round to the same number move nothing', async (t, opened) => {
  const { store } = opened;
  const { id } = await create(store);
  await playOften(store, id, 100);
  await fold(store);
  const now = tick();
  await rank(store, now);
  const { version } = present(await load(store, id));
  await playOften(store, id, 4);
  await fold(store);
  t.equal(await marks(opened), 0);
  t.match(await rank(store, now + MINUTE_MS), { folded: 0 });
  t.equal(present(await load(store, id)).version, version);
  await play(store, id);
  await fold(store);
  t.equal(await marks(opened), 1);
  t.match(await rank(store, now + MINUTE_MS), { folded: 1 });
  t.same(await ranksOf(store, id), { plays: 110, popularity: null });
});

onEach('ratings move the popularity of what was played, and of nothing else', async (t, opened) => {
  const { store } = opened;
  const [played, unplayed] = [(await create(store)).id, (await create(store)).id];
  await playOften(store, played, 10);
  await fold(store);
  const now = tick();
  await rank(store, now);
  for (const id of [played, unplayed]) await rate(store, id, 8, { userId: provider });
  await fold(store);
  t.equal(await marks(opened), 1);
  await rank(store, now + MINUTE_MS);
  t.same(await ranksOf(store, played), { plays: 10, popularity: 400 });
  t.same(await ranksOf(store, unplayed), { plays: null, popularity: null });

  await rate(store, played, 8);
  await fold(store);
  t.equal(await marks(opened), 0, 'the average stays');
  await rate(store, played, 8, { userId: provider });
  await rate(store, played, null, { userId: provider });
  await fold(store);
  t.equal(await marks(opened), 0);
});

onEach('a movie that loses its last rating loses its popularity', async (t, { store }) => {
  const { id } = await create(store);
  await playOften(store, id, 10);
  await rate(store, id, 10, { userId: provider });
  await fold(store);
  const now = tick();
  await rank(store, now);
  t.same(await ranksOf(store, id), { plays: 10, popularity: 500 });
  await rate(store, id, null, { userId: provider });
  await fold(store);
  await rank(store, now + MINUTE_MS);
  t.same(await ranksOf(store, id), { plays: 10, popularity: null });
});

onEach('a mark may come to nothing', async (t, { store }) => {
  const { id } = await create(store);
  await playOften(store, id, 10);
  await rate(store, id, 8, { userId: provider });
  await fold(store);
  const now = tick();
  await rank(store, now);
  const { version } = present(await load(store, id));
  await rate(store, id, 2, { userId: provider });
  await fold(store);
  await rate(store, id, 8, { userId: provider });
  await fold(store);
  const rated = present(await load(store, id)).version;
  t.ok(rated > version);
  t.same(await rank(store, now + MINUTE_MS), { folded: 0, nextDueAt: null });
  t.equal(present(await load(store, id)).version, rated);
});

onEach('each call takes a bounded number of marks, the longest due first', async (t, opened) => {
  const { store } = opened;
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const { id } = await create(store);
    ids.push(id);
    await play(store, id);
    await fold(store);
  }
  const now = tick();
  t.same(await rank(store, now, 2), { folded: 2, nextDueAt: now });
  t.same(await ranksOf(store, present(ids[1])), { plays: 1, popularity: null });
  t.same(await ranksOf(store, present(ids[2])), { plays: null, popularity: null });
  t.same(await rank(store, now, 2), { folded: 2, nextDueAt: now });
  t.same(await rank(store, now, 2), { folded: 1, nextDueAt: null });
});

onEach('of several relays one ranks a movie', async (t, { store, another }) => {
  const ids: string[] = [];
  for (let n = 0; n < 6; n++) {
    const { id } = await create(store);
    ids.push(id);
    await play(store, id);
  }
  await fold(store);
  const now = tick();
  const stores = [store, another(), another()];
  const ranked = await Promise.all(stores.map((one) => rank(one, now)));
  t.equal(
    ranked.reduce((sum, { folded }) => sum + folded, 0),
    6,
  );
  for (const id of ids) t.same(await ranksOf(store, id), { plays: 1, popularity: null });
});

onEach(
  'a deleted movie takes its marks along, and one made anew is unranked',
  async (t, opened) => {
    const { store } = opened;
    const { id } = await create(store);
    await playOften(store, id, 10);
    await fold(store);
    await rank(store);
    await playOften(store, id, 10);
    await fold(store);
    await remove(store, id);
    await create(store, {}, { id });
    const far = tick() + 2 * MINUTE_MS;
    t.same(await rank(store, far), { folded: 0, nextDueAt: null });
    const movie = present(await load(store, id));
    t.same([movie.ranks, movie.rankedAt], [{ plays: null, popularity: null }, null]);
    await remove(store, id);
    t.same(await rank(store, far), { folded: 0, nextDueAt: null });
    t.equal(await marks(opened), 0);
  },
);

onEach('a clock that is set back delays no ranking', async (t, { store }) => {
  const { id } = await create(store);
  await play(store, id);
  await fold(store);
  const ahead = tick() + 10 * MINUTE_MS;
  await rank(store, ahead);
  await playOften(store, id, 9);
  await fold(store);
  t.same(
    await rank(store),
    { folded: 1, nextDueAt: null },
    'ranked last at a time that lies ahead',
  );
  const another = await create(store);
  await play(store, another.id);
  await store.folds.foldPlays({ limit: 100, now: ahead });
  t.same(await rank(store), { folded: 1, nextDueAt: null }, 'due at a time that lies ahead');
  t.same(await ranksOf(store, another.id), { plays: 1, popularity: null });
});

onEach('an edit keeps the ranks, and its befores know them', async (t, { store }) => {
  const { id } = await create(store, { title: 'A' });
  await playOften(store, id, 10);
  await fold(store);
  await rank(store);
  await settle(store);
  await edit(store, id, { title: 'B' });
  const event = movieEvent(await relay(store), id);
  t.same(event.ranks, { plays: 10, popularity: null });
  t.same(
    event.befores.map(({ title, ranks }) => [title, ranks?.plays]),
    [
      ['A', null],
      ['A', 10],
    ],
  );
});

onEach('befores of a release without ranks stand for unranked movies', async (t, opened) => {
  const { store, query, engine } = opened;
  const { id } = await create(store, { title: 'A' });
  await edit(store, id, { title: 'B' });
  const removed =
    engine === 'sqlite'
      ? "json_remove(before_keys, '$.ranks')"
      : "JSON_MODIFY(before_keys, '$.ranks', NULL)";
  await query(`UPDATE outbox SET before_keys = ${removed} WHERE before_keys IS NOT NULL`);
  await edit(store, id, { title: 'A' });
  await edit(store, id, { title: 'C' });
  const { befores } = movieEvent(await relay(store), id);
  t.same(
    befores.map(({ title }) => title),
    ['A', 'B'],
    'A is the same place, with and without',
  );
  t.equal(befores[0]?.ranks, undefined);
});
