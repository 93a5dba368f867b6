import { setTimeout as sleep } from 'node:timers/promises';
import { missing, startRedis } from '@marquee/testing';
import { test } from 'tap';
import { noAnnouncements, openAnnouncements } from '../src/index.js';

const logger = { info() {}, warn() {}, error() {} };
const touched = {
  places: { 'all/title': [['matrix', 'm1']] },
  filmographies: [],
  totals: [],
} as const;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

/** Notes what a follower is told. */
function listener() {
  const heard: unknown[] = [];
  let missed = 0;
  return {
    heard,
    missed: () => missed,
    follower: {
      touched: (generation: string, what: unknown) => void heard.push([generation, what]),
      missed: () => {
        missed += 1;
      },
    },
  };
}

test('within a process every announcement arrives at once', async (t) => {
  const announcements = openAnnouncements('memory:', { logger });
  const { heard, missed, follower } = listener();
  const following = announcements.follow(follower);
  announcements.announcer().announce('g1', touched);
  t.same(heard, [['g1', touched]]);
  t.equal(missed(), 0);
  t.equal(following.trustedUntil(), Number.POSITIVE_INFINITY);
  await following.close();
  announcements.announcer().announce('g1', touched);
  t.equal(heard.length, 1);
});

test('where nothing is announced nothing is trusted', async (t) => {
  const following = noAnnouncements.follow(listener().follower);
  t.equal(following.trustedUntil(), Number.NEGATIVE_INFINITY);
});

test('through Redis', { skip: missing('Redis') }, async (t) => {
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const options = { logger, prefix: 'announced' };
  const announcements = openAnnouncements(redis.url, options);
  const { heard, missed, follower } = listener();
  const following = announcements.follow(follower);
  const trusted = () => following.trustedUntil() > performance.now();
  t.notOk(trusted(), 'nobody was heard yet');
  let announcer = announcements.announcer();
  await until(trusted);

  await t.test('announcements arrive, whole and in order', async (t) => {
    announcer.announce('g1', touched);
    announcer.announce('g2', touched);
    await until(() => heard.length === 2);
    t.same(heard, [
      ['g1', touched],
      ['g2', touched],
    ]);
  });

  await t.test('what is announced while Redis is away counts as missed', async (t) => {
    const before = missed();
    await redis.kill();
    announcer.announce('g1', touched);
    await until(() => !trusted());
    await redis.restart();
    await until(() => trusted() && missed() > before);
    t.equal(heard.length, 2, 'it did not arrive');
  });

  await t.test('a new announcer is trusted from its first words on', async (t) => {
    const before = missed();
    await announcer.close();
    await until(() => !trusted());
    announcer = announcements.announcer();
    await until(trusted);
    t.ok(missed() > before, 'it may have announced before it was heard');
  });

  await announcer.close();
  await following.close();
});
