/**
 * The queue on Redis by BullMQ: one BullMQ queue, `changes-<generation>`, for each generation. BullMQ and its board take a third of a
 * second to load, so they are when they are first used: a query app only ever hears announcements.
 */
import type { ChangeJob } from '@marquee/contracts';
import type { Job, JobsOptions, Queue } from 'bullmq';
import type { ChangeQueue, Consumer, DeadLetter, QueueOptions } from './change-queue.js';
import { jobIdFor } from './job-id.js';
import { prefixOf, queueName } from './queue-name.js';
import { openPublisher, type Publisher } from './redis-connection.js';
import { type StoredJob, stored } from './stored-job.js';

/** `addBulk` is one script call for each job in one pipeline: short ones keep Redis free for others. */
const CHUNK = 100;
const CHUNKS_IN_FLIGHT = 2;
/** A store may be down for long; projectors refuse a job by its age, so this bound is only a last resort. */
const MAX_ATTEMPTS = 1_000;
const KEPT_COMPLETED = 20;
const KEPT_DEAD = 5_000;
const KEPT_DEAD_S = 14 * 86_400;

const jobOptions: JobsOptions = {
  attempts: MAX_ATTEMPTS,
  backoff: { type: 'custom' },
  removeOnComplete: { count: KEPT_COMPLETED },
  removeOnFail: { count: KEPT_DEAD, age: KEPT_DEAD_S },
  stackTraceLimit: 1,
};

export type ChangesQueue = Queue<StoredJob>;

export function openBullMqQueue(url: string, options: QueueOptions): ChangeQueue {
  const publisher = openPublisher(url, options);
  const consumers = new Set<Consumer>();
  const ping = async () => {
    await publisher.call(() => publisher.client.ping());
  };
  const withQueue = queues(publisher, options);

  return {
    publish: (generation, jobs) => withQueue(generation, (queue) => addAll(queue, jobs)),
    async consume(generation, handle) {
      await ping();
      const takeable = () => withQueue(generation, takeableOf);
      const { openBullMqConsumer } = await import('./bullmq-consumer.js');
      const consumer = await openBullMqConsumer({
        ...{ url, options, generation, handle, ping, takeable },
      });
      consumers.add(consumer);
      return {
        async close() {
          consumers.delete(consumer);
          await consumer.close();
        },
      };
    },
    counts: (generation) => withQueue(generation, countsOf),
    pause: (generation) => withQueue(generation, (queue) => queue.pause()),
    resume: (generation) => withQueue(generation, (queue) => queue.resume()),
    deadLetters: (generation, limit, skip = 0) =>
      withQueue(generation, (queue) => lettersOf(queue, skip, skip + limit - 1)),
    deadLetter: (generation, id) => withQueue(generation, (queue) => letterOf(queue, id)),
    discard: (generation, ids) => withQueue(generation, (queue) => discard(queue, ids)),
    drop: (generation) =>
      // A consumer that has not noticed yet may have one of its jobs in hand.
      withQueue(generation, (queue) => queue.obliterate({ force: true })),
    board: (options) => (app, plugin, done) => {
      const queueOf = (generation: string) => withQueue(generation, async (queue) => queue);
      void import('./queue-board.js').then(
        ({ queueBoard }) => queueBoard(options, queueOf)(app, plugin, done),
        done,
      );
    },
    ping,
    async close() {
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      publisher.close();
    },
  };
}

type Use = <T>(generation: string, work: (queue: ChangesQueue) => Promise<T>) => Promise<T>;

/** BullMQ's queue objects over the one publishing connection; each call ends in bounded time. */
function queues(publisher: Publisher, options: QueueOptions): Use {
  const open = new Map<string, Promise<ChangesQueue>>();
  const openQueue = async (generation: string): Promise<ChangesQueue> => {
    const { Queue } = await import('bullmq');
    const queue: ChangesQueue = new Queue(queueName(generation), {
      connection: publisher.client,
      prefix: prefixOf(options),
      defaultJobOptions: jobOptions,
    });
    // The connection logs its own errors.
    queue.on('error', () => undefined);
    return queue;
  };

  return async (generation, work) => {
    const queue = open.get(generation) ?? openQueue(generation);
    open.set(generation, queue);
    try {
      return await publisher.call(async () => await work(await queue));
    } catch (error) {
      // One that lost its connection while it started would stay broken.
      open.delete(generation);
      throw error;
    }
  };
}

async function addAll(queue: ChangesQueue, jobs: readonly ChangeJob[]): Promise<void> {
  let next = 0;
  const sender = async () => {
    while (next < jobs.length) {
      const chunk = jobs.slice(next, next + CHUNK);
      next += CHUNK;
      await queue.addBulk(
        chunk.map((job) => ({
          name: 'changes',
          data: stored(job),
          opts: { ...jobOptions, jobId: jobIdFor(job) },
        })),
      );
    }
  };
  await Promise.all(Array.from({ length: CHUNKS_IN_FLIGHT }, sender));
}

async function countsOf(queue: ChangesQueue) {
  const counts = await queue.getJobCounts('wait', 'active', 'delayed', 'failed');
  return {
    paused: await queue.isPaused(),
    waiting: counts['wait'] ?? 0,
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    dead: counts['failed'] ?? 0,
  };
}

/** What waits in a queue that is paused is not for taking. */
async function takeableOf(queue: ChangesQueue): Promise<number> {
  const { paused, waiting } = await countsOf(queue);
  return paused ? 0 : waiting;
}

async function lettersOf(queue: ChangesQueue, first: number, last: number): Promise<DeadLetter[]> {
  return (await queue.getJobs(['failed'], first, last)).map(asLetter);
}

async function letterOf(queue: ChangesQueue, id: string): Promise<DeadLetter | null> {
  const job = await queue.getJob(id);
  return job !== undefined && (await job.isFailed()) ? asLetter(job) : null;
}

const asLetter = (job: Job<StoredJob>): DeadLetter => ({
  id: job.id ?? '',
  job: job.data.job,
  reason: job.failedReason,
  failedAt: job.finishedOn ?? job.timestamp,
});

async function discard(queue: ChangesQueue, ids: readonly string[]): Promise<number> {
  let discarded = 0;
  for (const id of ids) {
    const job = await queue.getJob(id);
    if (job === undefined || !(await job.isFailed())) continue;
    await job.remove();
    discarded++;
  }
  return discarded;
}
