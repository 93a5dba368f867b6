/** The queue of one process: a job is accepted when it is applied, so nothing is kept that a crash could lose. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { ChangeJob } from '@marquee/contracts';
import { backoffMs } from './backoff.js';
import {
  type ChangeQueue,
  type DeadLetter,
  type JobHandler,
  PartlyApplied,
  type QueueOptions,
  QueueUnavailable,
  Unprocessable,
} from './change-queue.js';
import { createGate, type Gate } from './gate.js';
import { jobIdFor } from './job-id.js';
import { reasonOf } from './reason-of.js';

/** Enough to fill the transactions in which the embedded view commits what comes at once. */
const CONCURRENCY = 16;
const ATTEMPTS = 4;
const BACKOFF_CAP_MS = 1_000;
const MAX_DEAD_LETTERS = 1_000;

interface LaneConsumer {
  readonly handle: JobHandler;
  readonly inHand: Set<Promise<void>>;
}

interface Lane {
  readonly consumers: LaneConsumer[];
  readonly gate: Gate;
  paused: boolean;
  delayed: number;
  dead: DeadLetter[];
}

/** Consumers of one generation share its jobs; all of them must live in this process. */
export function openInProcessQueue(options: QueueOptions): ChangeQueue {
  const lanes = new Map<string, Lane>();
  const laneOf = (generation: string): Lane => {
    const lane = lanes.get(generation) ?? newLane(options.concurrency ?? CONCURRENCY);
    lanes.set(generation, lane);
    return lane;
  };
  let closed = false;

  return {
    async publish(generation, jobs) {
      if (closed) throw new QueueUnavailable('the queue is closed');
      const run = (job: ChangeJob) =>
        deliver(job, { generation, lane: laneOf(generation), options });
      const results = await Promise.allSettled(jobs.map(run));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    async consume(generation, handle) {
      if (closed) throw new QueueUnavailable('the queue is closed');
      const { consumers } = laneOf(generation);
      const consumer = { handle, inHand: new Set<Promise<void>>() };
      consumers.push(consumer);
      return {
        async close() {
          const at = consumers.indexOf(consumer);
          if (at >= 0) consumers.splice(at, 1);
          await Promise.allSettled(consumer.inHand);
        },
      };
    },
    async counts(generation) {
      const { gate, paused, delayed, dead } = laneOf(generation);
      return {
        paused,
        waiting: gate.waiting(),
        active: gate.active() - delayed,
        delayed,
        dead: dead.length,
      };
    },
    async pause(generation) {
      laneOf(generation).paused = true;
    },
    async resume(generation) {
      laneOf(generation).paused = false;
    },
    async deadLetters(generation, limit, skip = 0) {
      return laneOf(generation)
        .dead.toReversed()
        .slice(skip, skip + limit);
    },
    async deadLetter(generation, id) {
      return laneOf(generation).dead.find((letter) => letter.id === id) ?? null;
    },
    async discard(generation, ids) {
      const lane = laneOf(generation);
      const kept = lane.dead.filter((letter) => !ids.includes(letter.id));
      const discarded = lane.dead.length - kept.length;
      lane.dead = kept;
      return discarded;
    },
    async drop(generation) {
      lanes.delete(generation);
    },
    board: () => null,
    async ping() {
      if (closed) throw new QueueUnavailable('the queue is closed');
    },
    async close() {
      closed = true;
      for (const lane of lanes.values()) lane.consumers.length = 0;
      await Promise.all([...lanes.values()].map((lane) => lane.gate.idle()));
    },
  };
}

function newLane(concurrency: number): Lane {
  const gate = createGate(concurrency);
  return { consumers: [], gate, paused: false, delayed: 0, dead: [] };
}

interface Delivery {
  readonly generation: string;
  readonly lane: Lane;
  readonly options: QueueOptions;
}

/** Resolves when the job is applied or a dead letter; throws what kept failing, or that nobody consumes now. */
async function deliver(job: ChangeJob, delivery: Delivery): Promise<void> {
  const { lane } = delivery;
  await lane.gate.pass(async () => {
    let rest = job;
    for (let attempt = 1; ; attempt++) {
      // The embedded stores never wait for anything: without this, a long backlog would keep requests out.
      await turn();
      try {
        return await hand(rest, delivery);
      } catch (error) {
        if (error instanceof PartlyApplied) rest = error.rest;
        if (error instanceof QueueUnavailable) throw error;
        if (error instanceof Unprocessable) return bury(rest, error, delivery);
        if (attempt >= ATTEMPTS) {
          if (error instanceof PartlyApplied) return bury(rest, error, delivery);
          throw error;
        }
      }
      lane.delayed++;
      await sleep(
        backoffMs(attempt, { firstMs: delivery.options.backoffMs ?? 20, capMs: BACKOFF_CAP_MS }),
      );
      lane.delayed--;
    }
  });
}

/** To each consumer in turn. */
async function hand(job: ChangeJob, { lane, generation }: Delivery): Promise<void> {
  if (lane.paused) throw new QueueUnavailable(`generation ${generation} is paused`);
  const consumer = lane.consumers.shift();
  if (consumer === undefined) {
    throw new QueueUnavailable(`nobody in this process consumes generation ${generation}`);
  }
  lane.consumers.push(consumer);
  const done = consumer.handle(job);
  consumer.inHand.add(done);
  try {
    await done;
  } finally {
    consumer.inHand.delete(done);
  }
}

/** The oldest go when there are too many: what they were about is published again as long as the view lacks it. */
function bury(job: ChangeJob, error: Error, { generation, lane, options }: Delivery): void {
  const id = jobIdFor(job);
  const reason = reasonOf(error);
  lane.dead.push({ id, job, reason, failedAt: Date.now() });
  if (lane.dead.length > MAX_DEAD_LETTERS) lane.dead.shift();
  options.logger.error({ generation, jobId: id, reason }, 'a job became a dead letter');
  options.onAlarm?.({ kind: 'dead', generation, jobId: id, reason });
}
