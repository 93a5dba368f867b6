/** Random histories of commands, relays and folds, against what must hold after each. */
import type { MovieKeys } from '@marquee/contracts';
import { ranksOf, sameRanks } from '@marquee/domain';
import fc from 'fast-check';
import type { WriteStore } from '../src/index.js';
import { movieKeysOf, placeOf, selectionsOf } from '../src/movie-keys.js';
import { type Opened, onEach } from './adapters.js';
import {
  changeActor,
  create,
  edit,
  load,
  named,
  options,
  present,
  rate,
  relay,
  remove,
  settle,
  tick,
} from './builders.js';

const ids = [1, 2, 3].map((n) => `01890000-0000-7000-8000-00000000000${n}`);
const users = [1, 2, 3].map((n) => `01890000-0000-7000-8000-0000000000f${n}`);
const names = ['Ann', 'Bob', 'Cy'];

const content = fc.record({
  title: fc.constantFrom('A', 'B'),
  year: fc.constantFrom(null, 1999, 2000),
  genres: fc.subarray(['Drama', 'Noir']),
  tags: fc.subarray(['x', 'y']),
});
const nth = fc.nat(2);
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      nth,
      content,
      cast: fc.subarray(names),
    }),
  },
  fc.record({ do: fc.constant('remove' as const), nth }),
  fc.record({
    do: fc.constant('rate' as const),
    nth,
    user: nth,
    half: fc.constantFrom(null, 1, 6, 10),
  }),
  fc.record({ do: fc.constant('rename' as const), nth }),
  fc.record({ do: fc.constant('deleteActor' as const), nth }),
  fc.record({ do: fc.constant('play' as const), nth, times: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    do: fc.constantFrom('foldRatings' as const, 'foldTotals' as const, 'foldPlays' as const),
  }),
  fc.record({ do: fc.constant('rank' as const) }),
  fc.record({ do: fc.constantFrom('relay' as const, 'settle' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the view would hold of each movie: at which places it stands, and at which version. */
interface Seen {
  readonly places: Set<string>;
  version: number;
}

async function actorNamed(store: WriteStore, name: string): Promise<string> {
  const { value } = await store.write((tx) => tx.resolveActors([named(name)]), options());
  return present(value[0]).id;
}

/** By movie, since it was made. */
const plays = new Map<string, number>();

const rank = (store: WriteStore) =>
  store.folds.rankMovies({ limit: 9, minIntervalMs: 0, now: tick() });

async function take(store: WriteStore, step: Step): Promise<void> {
  const id = 'nth' in step ? (ids[step.nth] ?? '') : '';
  const name = 'nth' in step ? (names[step.nth] ?? '') : '';
  if (step.do === 'save') {
    const cast = [];
    for (const [order, one] of step.cast.entries())
      cast.push({ actorId: await actorNamed(store, one), character: null, order });
    const known = await load(store, id);
    if (known === undefined) await create(store, { ...step.content, cast }, { id });
    else await edit(store, id, { ...step.content, cast });
  } else if (step.do === 'remove') {
    if ((await load(store, id)) !== undefined) await remove(store, id);
    plays.delete(id);
  } else if (step.do === 'play') {
    for (let n = 0; n < step.times; n++) {
      const { value } = await store.write((tx) => tx.savePlay(id), options());
      if (value) plays.set(id, (plays.get(id) ?? 0) + 1);
    }
  } else if (step.do === 'rate')
    await rate(store, id, step.half, { userId: users[step.user] ?? '' });
  else if (step.do === 'rename') {
    const actor = await actorNamed(store, name);
    await changeActor(store, actor, { name: `${name}${tick()}` });
  } else if (step.do === 'deleteActor') {
    await changeActor(store, await actorNamed(store, name), null);
  } else if (step.do === 'foldRatings')
    await store.folds.foldRatings({ limit: 2, minIntervalMs: 0, now: tick() });
  else if (step.do === 'foldTotals') await store.folds.foldTotals({ limit: 3, now: tick() });
  else if (step.do === 'foldPlays') await store.folds.foldPlays({ limit: 5, now: tick() });
  else if (step.do === 'rank') await rank(store);
}

/**
 * Applies what is published as a projector would: every place that is not the newest must be named
 * by a before.
 */
async function project(store: WriteStore, seen: Map<string, Seen>, confirm: boolean) {
  const { events } = confirm ? await settle(store) : await relay(store);
  for (const event of events) {
    if (event.kind !== 'movie') continue;
    const known = seen.get(event.id) ?? { places: new Set<string>(), version: 0 };
    if (event.version < known.version) throw new Error('a version went back');
    known.version = event.version;
    for (const before of event.befores) known.places.delete(placeOf(before));
    const movie = await load(store, event.id);
    if (event.movie !== null && movie !== undefined) known.places.add(placeOf(movieKeysOf(movie)));
    seen.set(event.id, known);
  }
}

async function recounted(store: WriteStore, query: Opened['query']) {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const movie = await load(store, id);
    if (movie === undefined) continue;
    for (const name of selectionsOf(movie)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const rows = await query<{ half_stars: number }>(
      `SELECT half_stars FROM ratings WHERE movie_id = '${id}'`,
    );
    const sum = rows.reduce((total, row) => total + row.half_stars, 0);
    if (movie.ratingCount !== rows.length || movie.halfStars !== sum)
      throw new Error('the ratings do not add up');
    const count = plays.get(id) ?? 0;
    if (count > 0) counts.set(`plays:${id}`, count);
    if (!sameRanks(movie.ranks, ranksOf({ ...movie, plays: count })))
      throw new Error(`${count} plays are ranked as ${JSON.stringify(movie.ranks)}`);
  }
  const actors = (await query('SELECT id FROM actors')).length;
  if (actors > 0) counts.set('actors', actors);
  return counts;
}

async function foldAll(store: WriteStore): Promise<void> {
  const now = tick();
  while ((await store.folds.foldRatings({ limit: 9, minIntervalMs: 0, now })).folded > 0);
  while ((await store.folds.foldTotals({ limit: 50, now })).folded > 0);
  while ((await store.folds.foldPlays({ limit: 50, now })).folded > 0);
  while ((await rank(store)).nextDueAt !== null);
}

onEach(
  'after any history, totals equal a recount and no place is left behind',
  async (t, opened) => {
    const { store, query, engine } = opened;
    const seen = new Map<string, Seen>();
    plays.clear(); // those of another database
    const history = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      for (const one of steps) {
        const before = await Promise.all(ids.map((id) => load(store, id)));
        if (one.do === 'relay' || one.do === 'settle')
          await project(store, seen, one.do === 'settle');
        else await take(store, one);
        for (const [index, id] of ids.entries()) {
          const now = await load(store, id);
          const old = before[index];
          if (old === undefined || now === undefined) continue;
          const same = JSON.stringify(old) === JSON.stringify(now);
          if (now.version < old.version || (now.version === old.version && !same))
            throw new Error('a changed movie kept its version');
        }
      }
      await foldAll(store);
      await project(store, seen, true);
      const wanted = await recounted(store, query);
      const rows = await query<{ selection: string; count: number | string }>(
        'SELECT selection, count FROM totals',
      );
      const found = rows.map((row) => [row.selection, Number(row.count)] as const);
      t.same(
        Object.fromEntries(found.filter(([, count]) => count !== 0).toSorted()),
        Object.fromEntries([...wanted].sort()),
      );
      for (const id of ids) {
        const movie = await load(store, id);
        const places: MovieKeys[] = movie === undefined ? [] : [movieKeysOf(movie)];
        t.same([...(seen.get(id)?.places ?? [])], places.map(placeOf));
      }
    });
    await fc.assert(history, { numRuns: engine === 'sqlite' ? 60 : 4 });
  },
);
