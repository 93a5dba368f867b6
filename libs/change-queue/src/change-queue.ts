/** The queue port: relays publish, projectors consume. Adapters: BullMQ on Redis, and in-process. Each generation has a queue of its own. */
import type { FastifyAdapter } from '@bull-board/fastify';
import { type ChangeJob, StoreUnavailable } from '@marquee/contracts';

export interface ChangeQueue {
  /**
   * Resolves when the queue has accepted every job (in process: when they are projected). Rejects, after a bounded time,
   * when it has not: what was accepted of them then is unknown, and publishing again is harmless.
   */
  publish(generation: string, jobs: readonly ChangeJob[]): Promise<void>;
  /** Calls `handle` for each job, several at once. */
  consume(generation: string, handle: JobHandler): Promise<Consumer>;
  counts(generation: string): Promise<QueueCounts>;
  /**
   * Consumers of the generation, also those that start later, take no more jobs until `resume`; what is in hand is finished. In
   * process, `publish` is refused meanwhile.
   */
  pause(generation: string): Promise<void>;
  resume(generation: string): Promise<void>;
  /** Jobs that failed for good, the latest first: at most `limit`, after the first `skip` (0). */
  deadLetters(generation: string, limit: number, skip?: number): Promise<readonly DeadLetter[]>;
  deadLetter(generation: string, id: string): Promise<DeadLetter | null>;
  /** Forgets these dead letters; returns how many of them there were. */
  discard(generation: string, ids: readonly string[]): Promise<number>;
  /**
   * Forgets all that is left of a generation: jobs, dead letters, a pause. To be called when nobody publishes to it any longer; safe
   * to repeat.
   */
  drop(generation: string): Promise<void>;
  /** Web pages that show the queues, for a port that stays inside; `null` where there is nothing to show. */
  board(options: BoardOptions): BoardPlugin | null;
  /** Resolves when the queue answers and is fit for use; else throws `QueueUnavailable` or `QueueMisconfigured`. */
  ping(): Promise<void>;
  /** Closes its consumers, then its connections. */
  close(): Promise<void>;
}

/**
 * Applies a job. Throwing `PartlyApplied` has only the events that it names tried again, with backoff; any other error, all of
 * them. What throws `Unprocessable`, or has used up its attempts, becomes a dead letter. On Redis, `StoreUnavailable` keeps the job
 * in hand until the store is back.
 */
export type JobHandler = (job: ChangeJob) => Promise<void>;

export interface Consumer {
  /** Takes no more jobs and resolves when those in hand are done. */
  close(): Promise<void>;
}

export interface BoardOptions {
  /** Where the pages are, without a slash at the end. */
  readonly path: string;
  readonly generations: () => Promise<readonly { readonly name: string }[]>;
}

/** A Fastify plugin. */
export type BoardPlugin = ReturnType<FastifyAdapter['registerPlugin']>;

export interface QueueCounts {
  readonly paused: boolean;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly dead: number;
}

export interface DeadLetter {
  readonly id: string;
  readonly job: ChangeJob;
  /** Message of the last error. */
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly failedAt: number;
}

/** How an adapter is opened; what is left out has the default stated. */
export interface QueueOptions {
  readonly logger: QueueLog;
  /** Called when a job stalls or becomes a dead letter. */
  readonly onAlarm?: (alarm: QueueAlarm) => void;
  /** Jobs that are applied at once (in process 16, Redis 4 for each consumer). */
  readonly concurrency?: number;
  /** First pause before a retry; it doubles from one attempt to the next. In process 20, Redis 500. */
  readonly backoffMs?: number;
  /** Before what all keys in Redis stand (`marquee`). */
  readonly prefix?: string;
  /** How long one call may wait for Redis (5,000). */
  readonly timeoutMs?: number;
  /** How long a worker that shows no sign of life keeps its jobs (30,000). */
  readonly lockMs?: number;
  /** How long a worker may take none of the jobs that wait before another replaces it (15,000). */
  readonly silenceMs?: number;
}

export interface QueueAlarm {
  /** `stalled`: a worker went silent and its job is given to another; `dead`: a dead letter. */
  readonly kind: 'stalled' | 'dead';
  readonly generation: string;
  readonly jobId: string;
  readonly reason: string;
}

/** The part of a pino logger that the adapters use. */
export interface QueueLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
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

/** The queue does not answer, or nobody consumes it in this process: try again later. */
export class QueueUnavailable extends StoreUnavailable {
  override name = 'QueueUnavailable';
}

/** The queue answers but would lose jobs as it is set up. */
export class QueueMisconfigured extends Error {
  override name = 'QueueMisconfigured';
}
