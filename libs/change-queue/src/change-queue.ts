/** The queue port: relays publish, projectors consume. Adapters: BullMQ on Redis, and in-process. Each generation has a queue of its own. */
import type { ChangeJob } from '@marquee/contracts';

export interface ChangeQueue {
  /**
   * Resolves when the queue has accepted every job (in process: when they are projected). Rejects, after a bounded time,
   * when it has not: what was accepted of them then is unknown, and publishing again is harmless.
   */
  publish(generation: string, jobs: readonly ChangeJob[]): Promise<void>;
  /** Calls `handle` for each job, several at once. */
  consume(generation: string, handle: JobHandler): Promise<Consumer>;
  counts(generation: string): Promise<QueueCounts>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Applies a job. Throwing `PartlyApplied` has only the events that it names tried again, with backoff; any other error, all of
 * them. What throws `Unprocessable`, or has used up its attempts, becomes a dead letter.
 */
export type JobHandler = (job: ChangeJob) => Promise<void>;

export interface Consumer {
  /** Takes no more jobs and resolves when those in hand are done. */
  close(): Promise<void>;
}

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly dead: number;
}

/** A job that no repetition can help: too old, or not understood. */
export class Unprocessable extends Error {
  override name = 'Unprocessable';
}

/** Some events of the job failed; the others are applied. */
export class PartlyApplied extends Error {
  override name = 'PartlyApplied';
  /** The job with only the events that failed. */
  readonly rest: ChangeJob;

  constructor(rest: ChangeJob, options: { readonly cause: unknown }) {
    super(`${rest.events.length} events of the job failed`, options);
    this.rest = rest;
  }
}
