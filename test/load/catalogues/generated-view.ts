/**
 * A view of generated movies, without the write model behind it: their events go through the projection. Cassandra gets them from
 * the view store, as a projector would write them; a SQLite file in bulk, or a million movies would take hours.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Generation, StoreUnavailable } from '@marquee/contracts';
import { type Mutation, PROJECTION_VERSION, project } from '@marquee/projection';
import { openViewStore, type ViewTables } from '@marquee/view-store';
import { openBulkLoad } from './bulk-sqlite.js';
import type { GenerateOptions } from './generate-movies.js';
import { generatedEvents } from './generated-events.js';

const EVENTS_AT_ONCE = 500;
const MAX_TRIES = 10;
const REPORT_EVERY = 100_000;

/** Into a store with nothing in it, which `url` names as `VIEW_STORE_URL` does. */
export async function fillView(url: string, options: GenerateOptions): Promise<void> {
  const generation = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits: {} };
  const file = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : null;
  await withTables(url, generation, async (tables) => {
    if (file === null) await fillByStore(tables, options);
  });
  if (file !== null) fillInBulk(file, generation, options);
  await withTables(url, generation, async (tables) => {
    const heartbeat = { kind: 'heartbeat', at: Date.now(), oldestUnconfirmedAt: null } as const;
    await tables.apply([project(heartbeat, generation.splits)]);
    await tables.persist();
  });
}

/** As a projector fills it. */
export async function fillByStore(tables: ViewTables, options: GenerateOptions): Promise<void> {
  let batch: Mutation[][] = [];
  for (const mutations of projected(options)) {
    batch.push(mutations);
    if (batch.length < EVENTS_AT_ONCE) continue;
    await applyPatiently(tables, batch);
    batch = [];
  }
  await applyPatiently(tables, batch);
}

/** A store under so much load may not answer in time; what it did take may come again. */
async function applyPatiently(tables: ViewTables, events: readonly Mutation[][]): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tables.apply(events);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || tries === MAX_TRIES) throw error;
      await sleep(tries * 1_000);
    }
  }
}

function fillInBulk(file: string, { name }: Generation, options: GenerateOptions): void {
  const load = openBulkLoad(file, name);
  for (const mutations of projected(options)) load.put(mutations);
  load.finish();
}

function* projected(options: GenerateOptions): Generator<Mutation[]> {
  let movies = 0;
  for (const event of generatedEvents(options)) {
    if (event.kind === 'movie') movies += 1;
    if (event.kind === 'movie' && movies % REPORT_EVERY === 0) console.log(`  ${movies} movies`);
    yield project(event, {});
  }
}

async function withTables(
  url: string,
  generation: Generation,
  work: (tables: ViewTables) => Promise<void>,
): Promise<void> {
  const store = openViewStore(url);
  try {
    await store.migrate();
    await store.createGeneration(generation, Date.now());
    await work(store.open(generation));
    await store.switchTo(generation.name);
  } finally {
    await store.close();
  }
}
