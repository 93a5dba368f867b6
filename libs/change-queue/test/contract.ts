/** What every change queue promises, run over each adapter. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeJob } from '@marquee/contracts';
import t from 'tap';
import { type ChangeQueue, PartlyApplied, type QueueOptions, Unprocessable } from '../src/index.js';

export type OpenQueue = (options?: Partial<QueueOptions>) => ChangeQueue;

export const silent = { info() {}, warn() {}, error() {} };

let made = 0;
/** A job of as many events as numbers are given. */
export function jobOf(...at: number[]): ChangeJob {
  made++;
  return {
    publishedAt: made,
    events: at.map((at) => ({ kind: 'heartbeat' as const, at, oldestUnconfirmedAt: null })),
  };
}

export const beatsOf = (job: ChangeJob): number[] =>
  job.events.map((event) => (event.kind === 'heartbeat' ? event.at : -1));

/** Waits for what a queue does in its own time; a test that waits in vain ends by its time limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(10);
}

export function changeQueueContract(adapter: string, open: OpenQueue): void {
  const opened = (t: Tap, options: Partial<QueueOptions> = {}) => {
    const queue = open({ backoffMs: 2, ...options });
    t.teardown(() => queue.close());
    return queue;
  };

  t.test(`${adapter}: a job reaches its consumer as it was published`, async (t) => {
    const queue = opened(t);
    const seen: ChangeJob[] = [];
    await queue.consume('g1', async (job) => void seen.push(job));
    const job = jobOf(1, 2);
    await queue.publish('g1', [job]);
    await until(() => seen.length > 0);
    t.same(seen, [job]);
  });

  t.test(`${adapter}: all of many jobs arrive, several at once`, async (t) => {
    const queue = opened(t, { concurrency: 4 });
    const seen = new Set<number>();
    let active = 0;
    let most = 0;
    await queue.consume('g1', async (job) => {
      most = Math.max(most, ++active);
      await sleep(1);
      for (const at of beatsOf(job)) seen.add(at);
      active--;
    });
    const jobs = Array.from({ length: 450 }, (_, index) => jobOf(index));
    await queue.publish('g1', jobs);
    await until(() => seen.size === jobs.length);
    t.ok(most > 1 && most <= 4, `${most} at once`);
  });

  t.test(`${adapter}: each generation has a queue of its own`, async (t) => {
    const queue = opened(t);
    const seen: string[] = [];
    await queue.consume('g1', async () => void seen.push('g1'));
    await queue.consume('g2', async () => void seen.push('g2'));
    await queue.publish('g2', [jobOf(1)]);
    await queue.publish('g1', [jobOf(2)]);
    await until(() => seen.length === 2);
    t.same(seen.sort(), ['g1', 'g2']);
  });

  t.test(`${adapter}: what is published again is delivered again`, async (t) => {
    const queue = opened(t);
    let seen = 0;
    await queue.consume('g1', async () => void seen++);
    const job = jobOf(1);
    await queue.publish('g1', [job]);
    await until(() => seen === 1);
    await queue.publish('g1', [job, job]);
    await until(() => seen === 3);
    t.equal(seen, 3);
  });

  t.test(`${adapter}: a job that fails is tried again`, async (t) => {
    const queue = opened(t);
    let attempts = 0;
    await queue.consume('g1', async () => {
      if (++attempts < 3) throw new Error('the store is away');
    });
    await queue.publish('g1', [jobOf(1)]);
    await until(() => attempts === 3);
    await until(async () => (await queue.counts('g1')).active === 0);
    t.match(await queue.counts('g1'), { waiting: 0, delayed: 0, dead: 0 });
  });

  t.test(`${adapter}: only the events that failed are tried again`, async (t) => {
    const queue = opened(t);
    const attempts: number[][] = [];
    await queue.consume('g1', async (job) => {
      attempts.push(beatsOf(job));
      if (attempts.length === 1) {
        const rest = { ...job, events: job.events.slice(1, 2) };
        throw new PartlyApplied(rest, { cause: new Error('one of them') });
      }
    });
    await queue.publish('g1', [jobOf(1, 2, 3)]);
    await until(() => attempts.length === 2);
    t.same(attempts, [[1, 2, 3], [2]]);
  });

  t.test(`${adapter}: events that keep failing become a dead letter of their own`, async (t) => {
    const alarms: string[] = [];
    const queue = opened(t, { onAlarm: (alarm) => alarms.push(alarm.kind) });
    await queue.consume('g1', async (job) => {
      const failing = job.events.filter((event) => event.kind === 'heartbeat' && event.at === 13);
      if (failing.length > 0) {
        throw new PartlyApplied({ ...job, events: failing }, { cause: new Error('unlucky') });
      }
    });
    const job = jobOf(12, 13, 14);
    await queue.publish('g1', [job]);
    await until(async () => (await queue.counts('g1')).dead === 1);
    const [letter] = await queue.deadLetters('g1', 10);
    t.same(letter?.job, { ...job, events: job.events.slice(1, 2) });
    t.match(letter?.reason, /unlucky/);
    t.same(alarms, ['dead']);
  });

  t.test(`${adapter}: what no repetition can help is a dead letter at once`, async (t) => {
    const queue = opened(t);
    let attempts = 0;
    await queue.consume('g1', async () => {
      attempts++;
      throw new Unprocessable('from another world');
    });
    await queue.publish('g1', [jobOf(1)]);
    await queue.publish('g1', [jobOf(2)]);
    await until(async () => (await queue.counts('g1')).dead === 2);
    t.equal(attempts, 2);
    const letters = await queue.deadLetters('g1', 10);
    t.same(
      letters.map((letter) => letter.reason),
      ['from another world', 'from another world'],
    );
    t.same(await queue.deadLetters('g1', 1), letters.slice(0, 1));
    t.same(await queue.deadLetters('g1', 5, 1), letters.slice(1));
    t.equal(await queue.discard('g1', [letters[0]?.id ?? '', 'unknown']), 1);
    t.same(await queue.deadLetters('g1', 10), letters.slice(1));
  });

  t.test(`${adapter}: a dead letter is found by its id`, async (t) => {
    const queue = opened(t);
    await queue.consume('g1', async () => {
      throw new Unprocessable('no');
    });
    await queue.publish('g1', [jobOf(1)]);
    await until(async () => (await queue.counts('g1')).dead === 1);
    const [letter] = await queue.deadLetters('g1', 1);
    t.same(await queue.deadLetter('g1', letter?.id ?? ''), letter);
    t.equal(await queue.deadLetter('g2', letter?.id ?? ''), null);
    t.equal(await queue.deadLetter('g1', 'unknown'), null);
  });

  t.test(`${adapter}: a paused generation takes no jobs until it is resumed`, async (t) => {
    const queue = opened(t);
    const seen: string[] = [];
    await queue.consume('g1', async () => void seen.push('g1'));
    await queue.consume('g2', async () => void seen.push('g2'));
    await queue.pause('g1');
    await queue.pause('g1');
    t.equal((await queue.counts('g1')).paused, true);
    t.equal((await queue.counts('g2')).paused, false);
    // In process it is refused, since it is accepted by being applied.
    const accepted = await queue.publish('g1', [jobOf(1)]).then(
      () => true,
      (error) => error.name !== 'QueueUnavailable',
    );
    await queue.publish('g2', [jobOf(2)]);
    await until(() => seen.length > 0);
    t.same(seen, ['g2']);
    await queue.consume('g1', async () => void seen.push('g1'));
    await queue.resume('g1');
    if (!accepted) await queue.publish('g1', [jobOf(1)]);
    await until(() => seen.length === 2);
    t.same(seen, ['g2', 'g1']);
    t.match(await queue.counts('g1'), { paused: false, dead: 0 });
  });

  t.test(`${adapter}: a consumer that closes finishes what it has in hand`, async (t) => {
    const queue = opened(t);
    let begun = false;
    let done = false;
    const consumer = await queue.consume('g1', async () => {
      begun = true;
      await sleep(100);
      done = true;
    });
    const published = queue.publish('g1', [jobOf(1)]);
    await until(() => begun);
    await consumer.close();
    t.equal(done, true);
    await published;
  });

  t.test(`${adapter}: two consumers of a generation share its jobs`, async (t) => {
    const queue = opened(t, { concurrency: 1 });
    const seen: string[] = [];
    const slowly = (name: string) => async () => {
      seen.push(name);
      await sleep(5);
    };
    await queue.consume('g1', slowly('one'));
    await queue.consume('g1', slowly('other'));
    await queue.publish(
      'g1',
      Array.from({ length: 20 }, (_, index) => jobOf(index)),
    );
    await until(() => seen.length === 20);
    t.same([...new Set(seen)].sort(), ['one', 'other']);
  });

  t.test(`${adapter}: a generation that is dropped leaves nothing behind`, async (t) => {
    const queue = opened(t);
    const refuse = async () => {
      throw new Unprocessable('no');
    };
    const consumer = await queue.consume('g1', refuse);
    await queue.publish('g1', [jobOf(1)]).catch(() => undefined);
    await until(async () => (await queue.counts('g1')).dead === 1);
    await consumer.close();
    await queue.pause('g1');
    // In process nothing is accepted that nobody takes.
    await queue.publish('g1', [jobOf(2), jobOf(3)]).catch(() => undefined);
    await queue.publish('g2', [jobOf(4)]).catch(() => undefined);
    const other = await queue.counts('g2');

    await queue.drop('g1');
    const none = { paused: false, waiting: 0, active: 0, delayed: 0, dead: 0 };
    t.match(await queue.counts('g1'), none);
    t.same(await queue.deadLetters('g1', 10), []);
    t.same(await queue.counts('g2'), other, 'others keep theirs');
    await queue.drop('g1');
    await queue.drop('g9');
  });

  t.test(`${adapter}: it answers a ping, and refuses work once it is closed`, async (t) => {
    const queue = open();
    await queue.ping();
    await queue.close();
    await t.rejects(queue.publish('g1', [jobOf(1)]), { name: 'QueueUnavailable' });
  });
}

interface Tap {
  teardown(work: () => Promise<void>): void;
}
