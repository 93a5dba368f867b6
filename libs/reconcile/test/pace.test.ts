import t from 'tap';
import { paceOf } from '../src/rebuild/pace.js';

/** A clock that only sleeping, and work, move on. */
function fakeClock() {
  let at = 5_000;
  return {
    now: () => at,
    async sleep(ms: number) {
      at += ms;
    },
  };
}

t.test('so many a second are done, in small shares', async (t) => {
  const clock = fakeClock();
  const pace = paceOf(100, clock);
  const share = pace.share(250);
  t.equal(share, 10);
  const startedAt = clock.now();
  for (let done = 0; done < 1_000; done += share) {
    await clock.sleep(30); // the work itself
    await pace.done(share);
  }
  t.ok(Math.abs(clock.now() - startedAt - 10_000) <= 200, `${clock.now() - startedAt} ms`);
});

t.test('after a hold-up it goes on at its pace, and not in a rush', async (t) => {
  const clock = fakeClock();
  const pace = paceOf(100, clock);
  await pace.done(10);
  await clock.sleep(60_000);
  const startedAt = clock.now();
  for (let share = 0; share < 10; share += 1) await pace.done(10);
  t.ok(clock.now() - startedAt >= 800);
});

t.test('without a bound it never waits', async (t) => {
  const clock = fakeClock();
  const pace = paceOf(Number.POSITIVE_INFINITY, clock);
  t.equal(pace.share(250), 250);
  const startedAt = clock.now();
  await pace.done(1_000_000);
  t.equal(clock.now(), startedAt);
});

t.test('one at a time is the least', async (t) => {
  t.equal(paceOf(0.5, fakeClock()).share(250), 1);
});
