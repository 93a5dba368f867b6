import { caughtUp } from './arrival.js';
import { limitsOf, type RebuildDeps, RebuildRefused } from './rebuild-deps.js';
import { withRebuildTask } from './rebuild-task.js';

export interface RollbackOptions {
  /** Also where the generation does not keep up: what was written since may be missing in it. */
  readonly force?: boolean;
}

/**
 * Makes the generation live that was live before; the one that was is where the next rollback goes. Nothing is lost, since all
 * are written. Returns what it switched from and to.
 * @throws {RebuildRefused} where there is none before, a rebuild is under way, or it is not kept up
 */
export async function rollback(
  deps: RebuildDeps,
  { force = false }: RollbackOptions = {},
): Promise<{ readonly from: string; readonly to: string }> {
  return await withRebuildTask(deps, async (task) => {
    const { phase, generation, previous } = task.state;
    if (phase !== 'idle') {
      throw new RebuildRefused(`Generation ${generation} is being made: give that up first.`);
    }
    const stored = await deps.viewStore.generations();
    const from = stored.find(({ live }) => live);
    const to = stored.find(({ name }) => name === previous);
    if (from === undefined || to === undefined || from.name === to.name) {
      throw new RebuildRefused('There is no generation before the live one.');
    }
    const tables = deps.viewStore.open(to, { fresh: true });
    if (!force && !(await caughtUp(deps, tables, limitsOf(deps).keptUpMs))) {
      throw new RebuildRefused(
        `Generation ${to.name} is not kept up: no projector of version ${to.projectionVersion} ` +
          'runs, or it is far behind. --force switches to it nevertheless.',
      );
    }
    await deps.viewStore.switchTo(to.name);
    await task.save({ previous: from.name });
    return { from: from.name, to: to.name };
  });
}
