/** What becomes of the queue when Redis or a worker fails. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StoreUnavailable } from '@marquee/contracts';
import { skipWithout, startRedis, startTcpProxy } from '@marquee/testing';
import t from 'tap';
import { openChangeQueue, type QueueOptions } from '../src/index.js';
import { beatsOf, jobOf, silent, until } from './contract.js';

skipWithout(t, 'Redis');

const opened = (t: Tap, url: string, options: Partial<QueueOptions> = {}) => {
  const queue = openChangeQueue(url, { logger: silent, timeoutMs: 1_000, ...options });
  t.teardown(() => queue.close());
  return queue;
};

t.test(
  'publishing fails while Redis is stopped, and both sides go on when it is back',
  async (t) => {
    const redis = await startRedis();
    t.teardown(() => redis.stop());
    const queue = opened(t, redis.url);
    const seen: number[] = [];
    await queue.consume('g1', async (job) => void seen.push(...beatsOf(job)));
    await queue.publish('g1', [jobOf(1)]);
    await until(() => seen.includes(1));

    await redis.kill();
    await t.rejects(queue.publish('g1', [jobOf(2)]), { name: 'QueueUnavailable' });
    await t.rejects(queue.ping(), { name: 'QueueUnavailable' });
    await t.rejects(queue.counts('g1'), { name: 'QueueUnavailable' });
    await redis.restart();

    await until(() =>
      queue.publish('g1', [jobOf(3)]).then(
        () => true,
        () => false,
      ),
    );
    await until(() => seen.includes(3));
    t.notOk(seen.includes(2), 'what was refused does not come later by itself');
  },
);

t.test('publishing fails while Redis is frozen, and both sides go on when it thaws', async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const queue = opened(t, redis.url);
  const seen: number[] = [];
  await queue.consume('g1', async (job) => void seen.push(...beatsOf(job)));
  await queue.publish('g1', [jobOf(1)]);
  await until(() => seen.includes(1));

  redis.pause();
  await t.rejects(queue.publish('g1', [jobOf(2)]), { name: 'QueueUnavailable' });
  redis.resume();
  await until(() =>
    queue.publish('g1', [jobOf(3)]).then(
      () => true,
      () => false,
    ),
  );
  await until(() => seen.includes(3));
});

/** Of a queue that is published to by one connection and consumed by two. */
for (const index of [0, 1, 2]) {
  t.test(`both sides go on when connection ${index} of 3 falls silent`, async (t) => {
    const redis = await startRedis();
    t.teardown(() => redis.stop());
    const proxy = await startTcpProxy(redis.port);
    t.teardown(() => proxy.stop());
    const queue = opened(t, `redis://127.0.0.1:${proxy.port}`, { silenceMs: 500 });
    const seen = new Set<number>();
    await queue.consume('g1', async (job) => {
      for (const at of beatsOf(job)) seen.add(at);
    });
    await queue.publish('g1', [jobOf(0)]);
    await until(() => seen.has(0));
    t.equal(proxy.open(), 3);

    proxy.silence(index);
    let at = 0;
    // What was accepted last, then all: nothing is lost on the way.
    const published = new Set<number>();
    const beating = setInterval(() => {
      const beat = ++at;
      queue.publish('g1', [jobOf(beat)]).then(
        () => published.add(beat),
        () => undefined,
      );
    }, 50);
    t.teardown(async () => clearInterval(beating));
    await until(() => seen.size > 20);
    clearInterval(beating);
    await until(() => [...published].every((beat) => seen.has(beat)));
  });
}

t.test('a job is kept in hand while its store is away, and no attempt is counted', async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const queue = opened(t, redis.url, { backoffMs: 5 });
  let attempts = 0;
  const consumer = await queue.consume('g1', async () => {
    attempts++;
    throw new StoreUnavailable('away');
  });
  await queue.publish('g1', [jobOf(1)]);
  await until(() => attempts > 3);
  t.match(await queue.counts('g1'), { active: 1, waiting: 0, delayed: 0 });
  await consumer.close();
  t.match(await queue.counts('g1'), { active: 0, dead: 0 }, 'closing gives it back');
  let seen = false;
  await queue.consume('g1', async () => {
    seen = true;
  });
  await until(() => seen);
});

t.test('a Redis that is not there refuses consumers, and closing ends all the same', async (t) => {
  const redis = await startRedis();
  await redis.stop();
  const queue = opened(t, redis.url);
  await t.rejects(
    queue.consume('g1', async () => {}),
    /Redis does not answer/,
  );
  await t.rejects(queue.publish('g1', [jobOf(1)]), /Redis does not answer/);
});

t.test('a consumer closes while Redis is away', async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const queue = opened(t, redis.url);
  const consumer = await queue.consume('g1', async () => {});
  await redis.kill();
  await consumer.close();
});

t.test('a Redis that evicts keys is refused until it no longer does', async (t) => {
  const redis = await startRedis({ args: ['--maxmemory-policy', 'allkeys-lru'] });
  t.teardown(() => redis.stop());
  const queue = opened(t, redis.url);
  const refusal = { name: 'QueueMisconfigured', message: /allkeys-lru.*noeviction/ };
  await t.rejects(queue.ping(), refusal);
  await t.rejects(queue.publish('g1', [jobOf(1)]), refusal);
  await t.rejects(
    queue.consume('g1', async () => {}),
    refusal,
  );
});

t.test('a job whose worker went silent is given to another, with an alarm', async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const child = fork(fileURLToPath(new URL('blocking-consumer.js', import.meta.url)), [redis.url]);
  t.teardown(() => child.kill('SIGKILL'));
  await once(child, 'message');

  const alarms: string[] = [];
  const queue = opened(t, redis.url, { lockMs: 500, onAlarm: ({ kind }) => alarms.push(kind) });
  const job = jobOf(7);
  const taken = once(child, 'message');
  await queue.publish('g1', [job]);
  await taken;
  let seen: unknown;
  await queue.consume('g1', async (given) => {
    seen = given;
  });
  await until(() => seen !== undefined);
  t.same(seen, job);
  t.same(alarms, ['stalled']);
});

interface Tap {
  teardown(work: () => Promise<void>): void;
}
