/** The state of a rebuild, which outlives whoever does it: a task that one process holds at a time. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SubjectKind } from '@marquee/contracts';
import { limitsOf, type RebuildDeps, RebuildRefused } from './rebuild-deps.js';

export interface RebuildState {
  /** `idle`: there is none. `leaving`: given up, and being cleared away. */
  readonly phase:
    | 'idle'
    | 'making'
    | 'filling'
    | 'covering'
    | 'comparing'
    | 'switching'
    | 'leaving';
  /** The one that is being made; `null` when idle. */
  readonly generation: string | null;
  /** The one that was live before the last switch: where a rollback goes. */
  readonly previous: string | null;
  /** The highest number that a generation was given: none comes again, since others may still remember it. */
  readonly last: number;
  /** How far the fill has come; `null` at its start, and after it. */
  readonly position: { readonly part: SubjectKind; readonly after: string | null } | null;
  /** Things published in the fill. */
  readonly done: number;
}

export interface RebuildTask {
  readonly state: RebuildState;
  /** Throws when another process has taken it over. */
  save(change: Partial<RebuildState>): Promise<void>;
  /** Throws when another process is known to have taken it over. */
  check(): void;
}

const TASK = 'rebuild';
const LEASE_MS = 15_000;
const ASK_AGAIN_MS = 500;

const idle: RebuildState = {
  ...{ phase: 'idle', generation: null, previous: null, last: 0 },
  ...{ position: null, done: 0 },
};

/** Does `work` while it holds the task. Throws `RebuildRefused` where somebody else goes on holding it. */
export async function withRebuildTask<T>(
  deps: RebuildDeps,
  work: (task: RebuildTask) => Promise<T>,
): Promise<T> {
  const { writeStore, now } = deps;
  const holder = randomUUID();
  const taken = await take(deps, holder);
  // Written by this file alone.
  let state: RebuildState = { ...idle, ...taken };
  let lost = false;
  let saving: Promise<void> = Promise.resolve();
  const keep = () => {
    saving = saving.then(async () => {
      const lease = { holder, until: now() + LEASE_MS, progress: state };
      lost ||= !(await writeStore.tasks.keep(TASK, lease));
    });
    return saving;
  };
  const timer = setInterval(() => {
    // Tried again at the next turn, and at the next save.
    void keep().catch(() => {
      saving = Promise.resolve();
    });
  }, LEASE_MS / 3);
  const check = () => {
    if (lost) throw new RebuildRefused('another process has taken the rebuild over');
  };
  try {
    return await work({
      get state() {
        return state;
      },
      async save(change) {
        state = { ...state, ...change };
        await keep();
        check();
      },
      check,
    });
  } finally {
    clearInterval(timer);
    await saving.catch(() => undefined);
    // A lease that cannot be given back runs out.
    await writeStore.tasks.release(TASK, holder).catch(() => undefined);
  }
}

async function take(deps: RebuildDeps, holder: string): Promise<object | null> {
  const { writeStore, now } = deps;
  const deadline = now() + limitsOf(deps).leaseWaitMs;
  for (;;) {
    const lease = { holder, until: now() + LEASE_MS, now: now() };
    const task = await writeStore.tasks.take(TASK, lease);
    if (task !== null) return task.progress;
    if (now() > deadline) throw new RebuildRefused('another process is rebuilding the view');
    await sleep(ASK_AGAIN_MS);
  }
}
