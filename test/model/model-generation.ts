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

/** What all generations share: changes by their positions. */
export type ModelFeed = ReturnType<typeof referenceView<Mutation>>;

export interface GenerationOptions {
  readonly splits: SplitPoints;
  readonly feed: ModelFeed;
}

export function modelGeneration(name: string, { splits, feed }: GenerationOptions, run: Run) {
  const { random } = run;
  const view = referenceView<Mutation>();
  const removedAt = new WeakMap<Mutation, number>();
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
        (mutation.table === 'changesByPosition' ? feed : view).apply(mutation);
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
    versionOf: (id: string) => versionIn(view.find({ table: 'moviesById', id })),
    /** Whether this share of a write is noted as applied. */
    notes: ({ write, subject }: CoveredWrite) =>
      view.find({ table: 'appliedWrites', write, subject }) !== undefined,
    movieOf: (id: string) => view.find({ table: 'moviesById', id }),
    totalVersionOf: (selection: string) => versionIn(view.find({ table: 'totals', selection })),
  };
}

const versionIn = (row: RowMutation | undefined) => row?.version ?? 0;

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
  return table === 'moviesById' || table === 'changesByPosition' ? 2 : 1;
}
