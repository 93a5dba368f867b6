/** What both ways of counting have in common, and what becomes of the shared one when Redis fails. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { missing, startRedis } from '@marquee/testing';
import t, { type Test } from 'tap';
import { openLimits } from '../src/index.js';

const silent = { warn() {} };
const tenAMinute = { name: 'test', points: 10, seconds: 60 };

function opened(t: Test, url: string, prefix: string = randomUUID()) {
  const limits = openLimits(url, { logger: silent, prefix });
  t.teardown(() => limits.close());
  return limits.limiter(tenAMinute);
}

const take = async (limiter: ReturnType<typeof opened>, times: number, key = 'a') =>
  await Promise.all(Array.from({ length: times }, () => limiter.take(key)));
const allowedOf = (answers: readonly { allowed: boolean }[]) =>
  answers.filter(({ allowed }) => allowed).length;

/** Redis answers once it is connected: until then each instance counts alone. */
async function connected(limiter: ReturnType<typeof opened>, other: ReturnType<typeof opened>) {
  const key = randomUUID();
  for (let seen = false; !seen; ) {
    await limiter.take(key);
    seen = (await other.look(key)).remaining < limiter.limit.points;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function suite(t: Test, url: string) {
  await t.test('a clock that is set back prolongs no window', async (t) => {
    const prefix = randomUUID();
    const open = () => {
      const limits = openLimits(url, { logger: silent, prefix });
      t.teardown(() => limits.close());
      return limits.limiter({ name: 'test', points: 3, seconds: 1 });
    };
    const limiter = open();
    if (url.startsWith('redis:')) await connected(limiter, open());
    while ((await limiter.take('a')).allowed);
    const { now } = Date;
    t.intercept(Date, 'now', { value: () => now() - 86_400_000 });
    t.ok((await limiter.take('a')).resetMs <= 1_000);
    while (!(await limiter.take('a')).allowed) await sleep(50);
  });

  await t.test('so many uses are allowed, and no more until the window ends', async (t) => {
    const limiter = opened(t, url);
    const answers = await take(limiter, 15);
    t.equal(allowedOf(answers), 10);
    t.match(await limiter.take('a'), { allowed: false, remaining: 0 });
    const { resetMs } = await limiter.take('a');
    t.ok(resetMs > 0 && resetMs <= 60_000);
    t.match(await limiter.take('b'), { allowed: true, remaining: 9 }, 'each caller has its own');
  });

  await t.test('looking counts nothing', async (t) => {
    const limiter = opened(t, url);
    t.match(await limiter.look('a'), { allowed: true, remaining: 10 });
    await take(limiter, 9);
    t.match(await limiter.look('a'), { allowed: true, remaining: 1 });
    await take(limiter, 1);
    t.match(await limiter.look('a'), { allowed: false, remaining: 0 });
  });
}

t.test('counted in the process', (t) => suite(t, 'memory:'));

t.test('counted in Redis', { skip: missing('Redis') }, async (t) => {
  const given = process.env['TEST_REDIS_URL'];
  const redis = given ? { url: given, stop: async () => {} } : await startRedis();
  t.teardown(() => redis.stop());
  await suite(t, redis.url);

  await t.test('instances count together', async (t) => {
    const prefix = randomUUID();
    const [one, other] = [opened(t, redis.url, prefix), opened(t, redis.url, prefix)];
    await connected(one, other);
    await connected(other, one);
    const answers = [...(await take(one, 8)), ...(await take(other, 8))];
    t.equal(allowedOf(answers), 10);
  });
});

t.test('while Redis is away each instance counts alone', { skip: missing('Redis') }, async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const prefix = randomUUID();
  const [one, other] = [opened(t, redis.url, prefix), opened(t, redis.url, prefix)];
  await connected(one, other);
  await connected(other, one);
  await redis.kill();
  t.equal(allowedOf(await take(one, 15, 'b')), 10);
  t.equal(allowedOf(await take(other, 15, 'b')), 10);
  await redis.restart();
  await connected(one, other);
  await connected(other, one);
  redis.pause();
  t.teardown(() => redis.resume());
  t.equal(allowedOf(await take(one, 15, 'c')), 10, 'also while it is frozen');
});
