/** Histories in any order, with repetitions, through the projection into a real store: it must end as the reference does. */
import type { ChangeEvent, SplitPoints } from '@marquee/contracts';
import { type Mutation, PROJECTION_VERSION, project } from '@marquee/projection';
import { idOf, referenceView, type SeededRandom, seededRandom, TEST_NOW } from '@marquee/testing';
import { openViewStore, type ViewTables } from '@marquee/view-store';
import { type Test, test } from 'tap';
import { randomEvents } from './random-events.js';
import { referenceContents } from './reference-contents.js';
import { placesOf, storeContents } from './view-contents.js';

const splits: SplitPoints = {
  'all/title': ['b', 'matrix', 'n'].map((sortKey) => ({ sortKey, id: idOf(5) })),
  'all/rating': [{ sortKey: '3.10', id: idOf(0) }],
  all: [{ sortKey: 'f', id: idOf(0) }],
};
const seed = Number(process.env['MODEL_SEED'] ?? 20_260_131);

/** Each history has ids of its own but shares the lists with all before it. */
export function anyOrderSuite(adapter: string, viewStoreUrl: string, histories: number) {
  test(`any order and repetition of changes leaves the same rows in ${adapter}`, async (t) => {
    t.comment(`seed ${seed}`);
    const random = seededRandom(seed);
    const tables = await openTables(t, viewStoreUrl);
    const reference = referenceView<Mutation>();
    for (let run = 1; run <= histories; run += 1) {
      const events = randomEvents(random, run);
      const mutations = events.map((event) => project(event, splits));
      for (const mutation of mutations.flat()) reference.apply(mutation);
      await deliver(tables, events, random);

      const places = placesOf(mutations.flat());
      const expected = referenceContents(reference.all(), places);
      t.same(await storeContents(tables, places), expected, `history ${run}`);
    }
  });
}

async function openTables(t: Test, url: string): Promise<ViewTables> {
  const store = openViewStore(url, { now: () => TEST_NOW });
  t.teardown(() => store.close());
  await store.migrate();
  const generation = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits };
  await store.createGeneration(generation, TEST_NOW);
  return store.open(generation);
}

/** In jobs of some, a part of which another projector applies at the same time. */
async function deliver(tables: ViewTables, events: readonly ChangeEvent[], random: SeededRandom) {
  const repeated = events.filter(() => random.chance(0.4));
  let rest = random.shuffle([...events, ...repeated]).map((event) => project(event, splits));
  while (rest.length > 0) {
    const job = rest.slice(0, 1 + random.integer(5));
    rest = rest.slice(job.length);
    await Promise.all([tables.apply(job), tables.apply(job.filter(() => random.chance(0.2)))]);
  }
}
