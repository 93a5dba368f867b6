/** Waiting for what was published to a generation. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ViewTables } from '@marquee/view-store';
import { limitsOf, type RebuildDeps, RebuildStuck } from './rebuild-deps.js';

const POLL_MS = 200;
/** Jobs that wait in the queue: enough for every projector, few enough that live changes do not wait long behind them. */
const MAX_WAITING = 100;

/** Resolves when a heartbeat that was sent after all that is published by now has arrived; false when patience ends first. */
export async function caughtUp(
  deps: RebuildDeps,
  tables: ViewTables,
  patienceMs: number,
): Promise<boolean> {
  const since = deps.now();
  const impatientAt = performance.now() + patienceMs;
  const { marginMs } = limitsOf(deps);
  for (;;) {
    const heartbeat = await tables.heartbeat();
    if (heartbeat !== null && heartbeat.at > since + marginMs) return true;
    if (performance.now() > impatientAt) return false;
    await sleep(POLL_MS);
  }
}

/** As `caughtUp`, for a generation that must. */
export async function awaitArrival(deps: RebuildDeps, tables: ViewTables): Promise<void> {
  if (await caughtUp(deps, tables, limitsOf(deps).patienceMs)) return;
  throw stuck(tables);
}

/** Resolves when the generation's queue is short. */
export async function awaitRoom(deps: RebuildDeps, tables: ViewTables): Promise<void> {
  const impatientAt = performance.now() + limitsOf(deps).patienceMs;
  for (;;) {
    const { waiting, active, delayed } = await deps.queue.counts(tables.generation.name);
    if (waiting + active + delayed <= MAX_WAITING) return;
    if (performance.now() > impatientAt) throw stuck(tables);
    await sleep(POLL_MS);
  }
}

const stuck = ({ generation: { name, projectionVersion } }: ViewTables) =>
  new RebuildStuck(
    `Nothing that is published to generation ${name} arrives. Does a projector of version ` +
      `${projectionVersion} run, and is it not paused? See to it and run it again: it goes on from here.`,
  );
