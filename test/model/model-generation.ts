/** One generation in memory: a queue that reorders, repeats and loses, projectors that die, a view that forgets tombstones. */
import {
  type ChangeJob,
  type CoveredWrite,
  MAX_EVENT_AGE_MS,
  type SplitPoints,
} from '@marquee/contracts';
import { type Mutation, type PutAppliedWrite, project } from '@marquee/projection';
import { type RowMutation, referenceView } from '@marquee/testing';
import { HOUR, type Run } from './rules.js';

const TOMBSTONES_KEPT_MS = 24 * HOUR;

interface Projector {
  readonly job: ChangeJob;
  /** The mutations that are still to be applied. */
  readonly pending: Mutation[];
}

export type ModelGeneration = ReturnType<typeof modelGeneration>;
export type OnNoted = (generation: ModelGeneration, noted: PutAppliedWrite) => void;

export function modelGeneration(name: string, splits: SplitPoints, run: Run) {
  const { random } = run;
  const view = referenceView();
  const removedAt = new WeakMap<RowMutation, number>();
  const queue: ChangeJob[] = [];
  const projectors: Projector[] = [];

  return {
    name,
    splits,
    view,
    publish: (job: ChangeJob) => void queue.push(job),
    isIdle: () => queue.length === 0 && projectors.length === 0,
    lose: (count: number) => void queue.splice(0, count),

    /** A projector takes any job, which may stay to be taken again; refuses it where it is too old. */
    deliver(): void {
      const index = random.integer(queue.length);
      const job = queue[index];
      if (job === undefined) return;
      if (random.chance(0.8)) queue.splice(index, 1);
      if (run.now - job.publishedAt > MAX_EVENT_AGE_MS) return;
      projectors.push({ job, pending: mutationsOf(job, splits, run) });
    },
    /** One projector gets on, by at most so many mutations. Returns the writes that it notes. */
    project(most: number): PutAppliedWrite[] {
      const index = random.integer(projectors.length);
      const mutations = projectors[index]?.pending.splice(0, most) ?? [];
      for (const mutation of mutations) {
        removedAt.set(mutation, run.now);
        view.apply(mutation);
      }
      if (projectors[index]?.pending.length === 0) projectors.splice(index, 1);
      return mutations.filter((mutation) => mutation.table === 'appliedWrites');
    },
    /** Its job is taken by another, or lost with it. */
    projectorDies(): void {
      const [dead] = projectors.splice(random.integer(projectors.length), 1);
      if (dead !== undefined && random.chance(0.6)) queue.push(dead.job);
    },
    allProjectorsDie: () => void projectors.splice(0),
    sweep: () =>
      view.sweep((row) => (removedAt.get(row) ?? run.now) < run.now - TOMBSTONES_KEPT_MS),
    /** The version of this movie that the view says it has reached; 0: none. */
    versionOf: (id: string) => view.find({ table: 'moviesById', id })?.version ?? 0,
    /** Whether this share of a write is noted as applied. */
    notes: ({ write, subject }: CoveredWrite) =>
      view.find({ table: 'appliedWrites', write, subject }) !== undefined,
    totalVersionOf: (selection: string) => view.find({ table: 'totals', selection })?.version ?? 0,
  };
}

/** In the order of the steps, and within a step in any. */
function mutationsOf(job: ChangeJob, splits: SplitPoints, { random, rules }: Run): Mutation[] {
  return random.shuffle(job.events).flatMap((event) => {
    const mutations = random.shuffle(project(event, splits));
    const [first, second, last] = [1, 2, 3].map((step) =>
      mutations.filter((mutation) => stepOf(mutation) === step),
    );
    const steps = rules.byIdLast ? [first, second, last] : [second, first, last];
    return steps.flatMap((step) => step ?? []);
  });
}

function stepOf({ table }: Mutation): 1 | 2 | 3 {
  if (table === 'appliedWrites') return 3;
  return table === 'moviesById' ? 2 : 1;
}
