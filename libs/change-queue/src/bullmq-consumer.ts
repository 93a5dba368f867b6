/** A BullMQ worker for one generation that comes back by itself when its connection has died unnoticed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChangeJob, StoreUnavailable } from '@marquee/contracts';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { backoffMs } from './backoff.js';
import {
  type Consumer,
  type JobHandler,
  PartlyApplied,
  type QueueOptions,
  Unprocessable,
} from './change-queue.js';
import { prefixOf, queueName } from './queue-name.js';
import { reasonOf } from './reason-of.js';
import { connectionOptions } from './redis-connection.js';
import type { StoredJob } from './stored-job.js';
import { within } from './within.js';

/** Heartbeats come each second: so long without a job, while some wait, means a worker that only looks connected. */
const SILENCE_MS = 15_000;
const CLOSE_TIMEOUT_MS = 15_000;
const BACKOFF_CAP_MS = 60_000;
/** Between attempts at a job whose store is away: so soon after its return the view moves on. */
const HOLD_CAP_MS = 2_000;
/** Attempts at events that fail while others of their job do not. */
const PARTIAL_ATTEMPTS = 8;
const MAX_STALLS = 5;

export interface ConsumerOptions {
  readonly url: string;
  readonly options: QueueOptions;
  readonly generation: string;
  readonly handle: JobHandler;
  /** Resolves when Redis answers and is fit for use. */
  readonly ping: () => Promise<void>;
  /** How many jobs a worker could take now. */
  readonly takeable: () => Promise<number>;
}

/** What a consumer's workers have in hand, and when they last took something. */
interface Activity {
  readonly inHand: Set<Promise<void>>;
  readonly closing: AbortController;
  lastAt: number;
}

export async function openBullMqConsumer(given: ConsumerOptions): Promise<Consumer> {
  const { options, generation, ping } = given;
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  const activity: Activity = {
    inHand: new Set(),
    closing: new AbortController(),
    lastAt: performance.now(),
  };
  let worker = await startWorker(given, activity);

  let suspected = false;
  const replaceSilent = async () => {
    const silent = activity.inHand.size === 0 && performance.now() - activity.lastAt > silenceMs;
    const idle = silent && (await given.takeable()) > 0;
    // Seen twice, since among many workers one may have been idle for long when a job comes.
    const dead = idle && suspected;
    suspected = idle && !dead;
    if (!dead) return;
    activity.lastAt = performance.now();
    options.logger.warn(
      { generation },
      'a worker takes none of the jobs that wait: it is replaced',
    );
    const stuck = worker;
    worker = await startWorker(given, activity);
    await closeWorker(stuck, ping);
  };
  let replacing: Promise<void> = Promise.resolve();
  const watch = setInterval(() => {
    // Where Redis is away, so is the reason of the silence.
    replacing = replacing.then(replaceSilent).catch(() => undefined);
  }, silenceMs / 5);

  return {
    async close() {
      clearInterval(watch);
      await replacing;
      activity.closing.abort();
      await closeWorker(worker, ping);
      await Promise.allSettled(activity.inHand);
    },
  };
}

async function startWorker(given: ConsumerOptions, activity: Activity): Promise<Worker<StoredJob>> {
  const { url, options, generation } = given;
  const lockDuration = options.lockMs ?? 30_000;
  const handle = patient(given, activity);
  const process = async (job: Job<StoredJob>) => await run(job, handle);
  const worker: Worker<StoredJob> = new Worker(queueName(generation), process, {
    connection: { url, ...connectionOptions(), maxRetriesPerRequest: null },
    prefix: prefixOf(options),
    concurrency: options.concurrency ?? 4,
    lockDuration,
    stalledInterval: lockDuration / 2,
    maxStalledCount: MAX_STALLS,
    runRetryDelay: 1_000,
    drainDelay: 2,
    settings: { backoffStrategy: (_attempt, _type, error, job) => pauseFor(error, job, options) },
  });
  reportOn(worker, given);
  try {
    await within(options.timeoutMs ?? 5_000, () => worker.waitUntilReady());
  } catch (error) {
    await closeWorker(worker, given.ping);
    throw error;
  }
  return worker;
}

/**
 * Keeps a job in hand while its store is away: to fail all that waits, again and again, would use up attempts, and the later
 * ones are far apart.
 */
function patient({ handle, options }: ConsumerOptions, activity: Activity): JobHandler {
  const { signal } = activity.closing;
  const limits = { firstMs: options.backoffMs ?? 500, capMs: HOLD_CAP_MS };
  const attempts = async (job: ChangeJob) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await handle(job);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || signal.aborted) throw error;
        await sleep(backoffMs(attempt, limits), undefined, { signal }).catch(() => undefined);
      }
    }
  };
  return async (job) => {
    activity.lastAt = performance.now();
    const done = attempts(job);
    activity.inHand.add(done);
    try {
      await done;
    } finally {
      activity.inHand.delete(done);
      activity.lastAt = performance.now();
    }
  };
}

/** Tells BullMQ by kinds of errors what our handlers say by theirs. */
async function run(job: Job<StoredJob>, handle: JobHandler): Promise<void> {
  try {
    await handle(job.data.job);
  } catch (error) {
    if (error instanceof Unprocessable) throw new UnrecoverableError(reasonOf(error));
    if (error instanceof PartlyApplied) {
      await job.updateData({ job: error.rest, partialFailures: job.data.partialFailures + 1 });
      throw new Error(reasonOf(error), { cause: error });
    }
    throw error;
  }
}

/** -1 makes it a dead letter. */
function pauseFor(error: unknown, job: unknown, options: QueueOptions): number {
  const { attemptsMade, data } = job as Job<StoredJob>;
  const partial = error instanceof Error && error.cause instanceof PartlyApplied;
  if (partial && data.partialFailures >= PARTIAL_ATTEMPTS) return -1;
  const attempt = partial ? data.partialFailures : attemptsMade + 1;
  return backoffMs(attempt, { firstMs: options.backoffMs ?? 500, capMs: BACKOFF_CAP_MS });
}

function reportOn(worker: Worker<StoredJob>, { options, generation }: ConsumerOptions): void {
  const { logger, onAlarm } = options;
  let failing = false;
  worker.on('error', (error) => {
    if (!failing) logger.warn({ generation, err: error }, 'a worker has lost the queue');
    failing = true;
  });
  worker.on('active', () => {
    if (failing) logger.info({ generation }, 'a worker has the queue again');
    failing = false;
  });
  worker.on('stalled', (jobId) => {
    const reason = 'its worker went silent';
    logger.warn({ generation, jobId }, 'a job stalled and is given to another worker');
    onAlarm?.({ kind: 'stalled', generation, jobId, reason });
  });
  worker.on('failed', (job, error) => {
    // One that is tried again has not finished. A job that stalled too often comes without its data.
    if (job !== undefined && job.finishedOn === undefined) return;
    const jobId = job?.id ?? 'unknown';
    logger.error({ generation, jobId, reason: error.message }, 'a job became a dead letter');
    onAlarm?.({ kind: 'dead', generation, jobId, reason: error.message });
  });
}

/** BullMQ says goodbye to Redis and waits for its answer, for ever when it is down: then the connections are cut. */
async function closeWorker(worker: Worker<StoredJob>, ping: () => Promise<void>): Promise<void> {
  const answers = await ping().then(
    () => true,
    () => false,
  );
  try {
    await within(CLOSE_TIMEOUT_MS, () => worker.close(!answers));
  } catch {
    // What it still holds counts as stalled soon and goes to another worker.
    await within(1_000, () => worker.disconnect()).catch(() => undefined);
  }
}
