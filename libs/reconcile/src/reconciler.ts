/** Compares the live view with the write model all the time, slowly, and repairs what it finds. */
import { randomUUID } from 'node:crypto';
import type { ChangeQueue } from '@marquee/change-queue';
import { currentProjection, type Projection } from '@marquee/projection';
import type { ViewStore } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';
import { type ComparedSlice, type ComparePosition, compare } from './compare.js';
import { liveGeneration } from './live-tables.js';
import { type Repair, repair } from './repair.js';

export interface ReconcilerDeps {
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  readonly queue: Pick<ChangeQueue, 'publish'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly rowsPerSecond: number;
  readonly metrics?: ReconcilerMetrics;
  readonly projection?: Projection;
}

export interface ReconcilerMetrics {
  /** Some rows were compared; these differences are there to stay. */
  compared(slice: Pick<ComparedSlice, 'rows' | 'differences'>): void;
  repaired(repair: Repair): void;
  /** Everything has been compared once. */
  passed(): void;
}

export interface Reconciler {
  /** Compares and repairs the next slice; returns for how many milliseconds it should rest then. */
  step(): Promise<number>;
  /** Ends a wait that a step is in: it throws. */
  stop(): void;
  /** Leaves the rest of the pass to another process; to be called when no step runs any more. */
  release(): Promise<void>;
}

const TASK = 'reconcile';
/** Longer than a slice and its repair may take. */
const LEASE_MS = 180_000;
/** How often the progress is noted: a commit each time. */
const KEEP_MS = 10_000;
const SLICE = 20;
/** How long another process that has the task, or a view of another release, is left alone. */
const ASK_AGAIN_MS = 15_000;
const BETWEEN_PASSES_MS = 10_000;

/** One of all processes does it at a time; whoever takes it over goes on where the other was. */
export function createReconciler(deps: ReconcilerDeps): Reconciler {
  const { writeStore, viewStore, now, metrics, projection = currentProjection } = deps;
  const holder = randomUUID();
  const closing = new AbortController();
  let pass: Pass | null = null;

  let keptAt = Number.NEGATIVE_INFINITY;
  /** However far the clock was set back meanwhile. */
  const sinceKept = () => Math.abs(now() - keptAt);

  /** Begins, or goes on; `null` where another process does, or the view is of another release. */
  const current = async (): Promise<Pass | null> => {
    // The lease is far longer than the pauses between notes of the progress, which hold it for longer.
    const mine = pass !== null && sinceKept() < LEASE_MS / 2;
    const lease = { holder, until: now() + LEASE_MS, now: now() };
    const task = mine ? { progress: null } : await writeStore.tasks.take(TASK, lease);
    if (task === null) return null;
    const live = await liveGeneration(viewStore);
    if (live?.projectionVersion !== projection.version) return null;
    if (pass?.generation === live.name) return pass;
    const tables = viewStore.open(live, { fresh: true });
    const { signal } = closing;
    const work = { writeStore, queue: deps.queue, tables, projection, now, signal };
    const from = positionIn(task.progress, live.name);
    // It has time, and lives for as long as its process: it notes nothing.
    const options = { sliceSize: SLICE, maxNoted: 0, ...(from === null ? {} : { from }) };
    const slices = compare(work, options);
    return { generation: live.name, slices, work };
  };
  /** False where another process took it over meanwhile. */
  const keep = async (progress: object | null): Promise<boolean> => {
    if (progress !== null && sinceKept() < KEEP_MS) return true;
    keptAt = now();
    return await writeStore.tasks.keep(TASK, { holder, until: now() + LEASE_MS, progress });
  };

  return {
    async step() {
      const working = await current();
      // A generator that throws is done: the next step begins where the last one that was noted ended.
      pass = null;
      if (working === null) return ASK_AGAIN_MS;
      const { value: slice } = await working.slices.next();
      if (slice === undefined) return BETWEEN_PASSES_MS;
      metrics?.compared(slice);
      const { differences, next } = slice;
      if (differences.length > 0) {
        const repaired = await repair(working.work, differences);
        metrics?.repaired(repaired);
      }
      const progress = next === null ? null : { generation: working.generation, position: next };
      if (!(await keep(progress))) return ASK_AGAIN_MS;
      if (next === null) {
        metrics?.passed();
        return BETWEEN_PASSES_MS;
      }
      pass = working;
      return (slice.rows * 1_000) / deps.rowsPerSecond;
    },
    stop: () => closing.abort(),
    release: () => writeStore.tasks.release(TASK, holder),
  };
}

interface Pass {
  readonly generation: string;
  readonly slices: AsyncGenerator<ComparedSlice>;
  readonly work: Parameters<typeof repair>[0];
}

/** Of this generation; written by an earlier step, maybe of an earlier release. */
function positionIn(progress: object | null, generation: string): ComparePosition | null {
  if (progress === null || !('generation' in progress) || !('position' in progress)) return null;
  if (progress.generation !== generation) return null;
  return progress.position as ComparePosition;
}
