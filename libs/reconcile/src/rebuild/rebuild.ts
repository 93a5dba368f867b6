/**
 * Makes a new generation of the view beside the live one: cut into buckets, filled by publishing, compared row by row, switched to.
 * Each step is noted when it is done, so it can be cut off anywhere, and goes on when it is run again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { currentProjection } from '@marquee/projection';
import type { StoredGeneration, ViewTables } from '@marquee/view-store';
import { compare } from '../compare.js';
import { liveGeneration } from '../live-tables.js';
import { patiently } from '../patiently.js';
import { repair } from '../repair.js';
import { subjectCount } from '../subject-count.js';
import { awaitArrival } from './arrival.js';
import { finishLeaving } from './clear-away.js';
import { coverWrites, fill, type RebuildWork } from './fill.js';
import { paceOf } from './pace.js';
import {
  limitsOf,
  type RebuildDeps,
  type RebuildProgress,
  RebuildRefused,
  RebuildStuck,
} from './rebuild-deps.js';
import { type RebuildTask, withRebuildTask } from './rebuild-task.js';
import { chooseSplitPoints } from './split-points.js';

export interface Rebuilt {
  /** The new one, which is live now. */
  readonly generation: string;
  /** Goes on being written until it is pruned. */
  readonly previous: string;
}

/** Repairs change what is compared: passes until one finds nothing. */
const MAX_PASSES = 5;

/** Rows that are compared in the time that one movie takes to be published and written. */
const ROWS_PER_PUBLISHED = 50;
const SLICE = 100;

/**
 * Needs a running relay, and a projector of the projection's version. Goes on by itself when a store or the queue comes back.
 * @throws {RebuildRefused} while another process does it, or where it was begun with another version of the projection
 * @throws {RebuildStuck} where nothing arrives, or rows go on being wrong
 * @throws {StoreUnavailable} where one stays away
 */
export async function rebuild(deps: RebuildDeps): Promise<Rebuilt> {
  let progressAt = performance.now();
  const onProgress = (progress: RebuildProgress) => {
    progressAt = performance.now();
    deps.onProgress?.(progress);
  };
  const { patienceMs } = limitsOf(deps);
  const isPatient = () => performance.now() - progressAt < patienceMs;
  return await patiently(() => goOn({ ...deps, onProgress }, isPatient), isPatient);
}

/** From where it is. */
async function goOn(deps: RebuildDeps, isPatient: () => boolean): Promise<Rebuilt> {
  return await withRebuildTask(deps, async (task) => {
    await finishLeaving(deps, task);
    if (task.state.phase === 'idle') await begin(deps, task);
    const work = { deps, task, tables: await making(deps, task) };
    if (task.state.phase === 'filling') {
      await fill(work);
      await task.save({ phase: 'covering', position: null });
    }
    if (task.state.phase === 'covering') {
      await coverWrites(work);
      await task.save({ phase: 'comparing' });
    }
    if (task.state.phase === 'comparing') {
      await compareUntilClean(work, isPatient);
      await task.save({ phase: 'switching' });
    }
    return await switchOver(work);
  });
}

async function begin({ viewStore, writeStore }: RebuildDeps, task: RebuildTask): Promise<void> {
  const known = [...(await viewStore.generations()), ...(await writeStore.generations())];
  const numbers = known.map(({ name }) => Number(/^g(\d+)$/.exec(name)?.[1] ?? 0));
  const last = Math.max(task.state.last, ...numbers) + 1;
  await task.save({ phase: 'making', generation: `g${last}`, last, position: null, done: 0 });
}

/** The tables of the generation that is being made; makes them where that has not been done. */
async function making(deps: RebuildDeps, task: RebuildTask): Promise<ViewTables> {
  const { viewStore, writeStore, now, projection = currentProjection, onProgress } = deps;
  const name = task.state.generation ?? '';
  const { version: projectionVersion } = projection;
  const limits = limitsOf(deps);
  const report = (phase: 'making' | 'waiting') =>
    onProgress?.({ phase, generation: name, done: 0, total: 0 });
  if (task.state.phase === 'making' && (await storedAs(deps, name)) === null) {
    report('making');
    const splits = await chooseSplitPoints(writeStore, { projection, ...limits });
    await viewStore.createGeneration({ name, projectionVersion, splits }, now());
  }
  const stored = await storedAs(deps, name);
  if (stored?.projectionVersion !== projectionVersion) {
    throw new RebuildRefused(
      `The rebuild of generation ${name} was begun with another version of the projection: ` +
        'continue it with that release, or give it up with --abandon.',
    );
  }
  const tables = viewStore.open(stored, { fresh: true });
  if (task.state.phase === 'making') {
    report('waiting');
    // In one process, what is published before a projector has found the generation would be refused.
    await sleep(limits.lookMs);
    await writeStore.registerGeneration({ name, projectionVersion });
    await awaitArrival(deps, tables);
    await task.save({ phase: 'filling', position: null });
  }
  return tables;
}

async function storedAs(deps: RebuildDeps, name: string): Promise<StoredGeneration | null> {
  return (await deps.viewStore.generations()).find((one) => one.name === name) ?? null;
}

async function compareUntilClean(work: RebuildWork, isPatient: () => boolean): Promise<void> {
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    if ((await comparePass(work, isPatient)) === 0) return;
  }
  throw new RebuildStuck(
    `Rows of generation ${work.tables.generation.name} differ from the write model again and again.`,
  );
}

/** Repairs what differs; returns how many rows did. */
async function comparePass(
  { deps, task, tables }: RebuildWork,
  isPatient: () => boolean,
): Promise<number> {
  const { writeStore, queue, now, projection = currentProjection, onProgress } = deps;
  const comparing = { writeStore, queue, tables, projection, now };
  const total = await subjectCount(writeStore);
  const pace = paceOf(limitsOf(deps).perSecond * ROWS_PER_PUBLISHED);
  const sliceSize = pace.share(SLICE);
  let done = 0;
  let found = 0;
  for await (const slice of compare(comparing, { sliceSize, isPatient })) {
    task.check();
    if (slice.differences.length > 0) await repair(comparing, slice.differences);
    // What is only behind comes by itself: movies that change all the time would never be found equal.
    found += slice.differences.length;
    done += slice.subjects;
    await pace.done(slice.rows);
    onProgress?.({ phase: 'comparing', generation: tables.generation.name, done, total });
  }
  return found;
}

async function switchOver(work: RebuildWork): Promise<Rebuilt> {
  const { deps, task, tables } = work;
  const { name } = tables.generation;
  const live = await liveGeneration(deps.viewStore);
  // Cut off between the switch and its note, it has nothing left to do but that.
  if (live !== undefined && live.name !== name) {
    await task.save({ previous: live.name });
    await awaitArrival(deps, tables);
    await deps.viewStore.switchTo(name);
  }
  await task.save({ phase: 'idle', generation: null, position: null });
  deps.onProgress?.({ phase: 'switched', generation: name, done: 0, total: 0 });
  return { generation: name, previous: task.state.previous ?? name };
}
