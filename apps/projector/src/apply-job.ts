/** One job into the tables of one generation: events that fail hold up none of the others. */
import { PartlyApplied, Unprocessable } from '@marquee/change-queue';
import {
  type ChangeEvent,
  type ChangeJob,
  MAX_EVENT_AGE_MS,
  StoreUnavailable,
} from '@marquee/contracts';
import { currentProjection, type Mutation, type Projection } from '@marquee/projection';
import { ViewStoreNotReady, type ViewTables } from '@marquee/view-store';
import { faultOf, isJob } from './job-shape.js';

interface Failure {
  readonly event: ChangeEvent;
  readonly error: unknown;
  /** Trying again cannot help. */
  readonly final: boolean;
}

export interface ApplyOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The one that made the tables; this release's by default. */
  readonly projection?: Projection;
}

/**
 * Throws `Unprocessable` when no repetition can help any of it, `PartlyApplied` with the events that failed, and what the store
 * throws when it is away.
 */
export async function applyJob(
  job: ChangeJob,
  tables: ViewTables,
  { now, projection = currentProjection }: ApplyOptions,
): Promise<void> {
  if (!isJob(job)) throw new Unprocessable('this is not a job of changes');
  const ageMs = now - job.publishedAt;
  if (ageMs > MAX_EVENT_AGE_MS) {
    // A queue that nobody read for a day is full of these, and nobody misses them.
    if (job.events.every(({ kind }) => kind === 'heartbeat')) return;
    throw new Unprocessable(`published ${Math.round(ageMs / 3_600_000)} hours ago: too old`);
  }
  const failures: Failure[] = [];
  const projected: { readonly event: ChangeEvent; readonly mutations: readonly Mutation[] }[] = [];
  for (const event of job.events) {
    try {
      projected.push({ event, mutations: mutationsOf(event, tables, projection) });
    } catch (error) {
      failures.push({ event, error, final: true });
    }
  }
  try {
    await tables.apply(projected.map(({ mutations }) => mutations));
  } catch (error) {
    if (isAway(error)) throw error;
    for (const { event, mutations } of projected) {
      const failure = await tables.apply([mutations]).then(
        () => null,
        (error: unknown) => ({ event, error, final: false }),
      );
      if (failure !== null && isAway(failure.error)) throw failure.error;
      if (failure !== null) failures.push(failure);
    }
  }
  report(failures, job);
}

function mutationsOf(
  event: ChangeEvent,
  tables: ViewTables,
  { project }: Projection,
): readonly Mutation[] {
  const fault = faultOf(event);
  if (fault !== null) throw new Unprocessable(fault);
  return project(event, tables.generation.splits);
}

const isAway = (error: unknown) =>
  error instanceof StoreUnavailable || error instanceof ViewStoreNotReady;

function report(failures: readonly Failure[], job: ChangeJob): void {
  const [first] = failures;
  if (first === undefined) return;
  if (failures.length === job.events.length && failures.every((failure) => failure.final)) {
    const reason = first.error instanceof Error ? first.error.message : String(first.error);
    throw new Unprocessable(reason, { cause: first.error });
  }
  const events = failures.map((failure) => failure.event);
  throw new PartlyApplied({ publishedAt: job.publishedAt, events }, { cause: first.error });
}
