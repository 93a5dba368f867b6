/** Generations that nobody needs any more: given up, or pruned. */
import { setTimeout as sleep } from 'node:timers/promises';
import { liveGeneration } from '../live-tables.js';
import { limitsOf, type RebuildDeps, RebuildRefused } from './rebuild-deps.js';
import { type RebuildTask, withRebuildTask } from './rebuild-task.js';

/**
 * Gives a rebuild up that was begun, and clears away what there is of it; returns its generation.
 * @throws {RebuildRefused} where there is none
 */
export async function abandonRebuild(deps: RebuildDeps): Promise<string> {
  return await withRebuildTask(deps, async (task) => {
    const { generation } = task.state;
    if (generation === null) throw new RebuildRefused('There is no rebuild to give up.');
    if ((await liveGeneration(deps.viewStore))?.name === generation) {
      throw new RebuildRefused(
        `Generation ${generation} is live already: run the rebuild again to end it.`,
      );
    }
    await task.save({ phase: 'leaving', position: null });
    await finishLeaving(deps, task);
    return generation;
  });
}

/** What a rebuild that was given up, and then cut off, has left. */
export async function finishLeaving(deps: RebuildDeps, task: RebuildTask): Promise<void> {
  const { phase, generation } = task.state;
  if (phase !== 'leaving' || generation === null) return;
  await clearAway(deps, [generation]);
  await task.save({ phase: 'idle', generation: null });
}

/**
 * Clears away every generation but the live one; returns their names. There is no way back to them then.
 * @throws {RebuildRefused} while a rebuild is under way
 */
export async function pruneGenerations(deps: RebuildDeps): Promise<readonly string[]> {
  return await withRebuildTask(deps, async (task) => {
    await finishLeaving(deps, task);
    if (task.state.phase !== 'idle') {
      throw new RebuildRefused(
        `Generation ${task.state.generation} is being made: end that first, or give it up.`,
      );
    }
    const stored = await deps.viewStore.generations();
    const live = stored.find((generation) => generation.live);
    const known = [...stored, ...(await deps.writeStore.generations())];
    const names = new Set(known.map(({ name }) => name).filter((name) => name !== live?.name));
    await clearAway(deps, [...names]);
    await task.save({ previous: null });
    return [...names];
  });
}

/** Forgotten first, so that nothing is published to what is being dropped; whatever is cut off is done again. */
async function clearAway(deps: RebuildDeps, names: readonly string[]): Promise<void> {
  const { writeStore, viewStore, queue } = deps;
  if (names.length === 0) return;
  for (const name of names) await writeStore.forgetGeneration(name);
  await sleep(limitsOf(deps).graceMs);
  const stored = new Set((await viewStore.generations()).map(({ name }) => name));
  for (const name of names) {
    await queue.drop(name);
    if (stored.has(name)) await viewStore.dropGeneration(name);
  }
}
