import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { watchViewLag } from '../src/view-lag.js';
import { queryFixture } from './query-fixture.js';

test('the lag is the age of the heartbeat, or of the oldest write that is not in the view', async (t) => {
  const { view, apply } = await queryFixture(t, { movies: [] });
  let now = 1_000_000;
  const options = {
    tables: () => view,
    now: () => now,
    onError: () => {},
    intervalMs: 5,
  };
  const lag = await watchViewLag(options);
  t.teardown(() => lag.stop());
  now += 500;
  t.equal(lag.currentMs(), 500, 'before the first heartbeat it counts from the start');

  await apply([{ kind: 'heartbeat', at: now - 100, oldestUnconfirmedAt: null }]);
  await sleep(100);
  t.equal(lag.currentMs(), 100);
  now += 50;
  t.equal(lag.currentMs(), 150, 'it grows while no heartbeat comes');

  await apply([{ kind: 'heartbeat', at: now, oldestUnconfirmedAt: now - 4_000 }]);
  await sleep(100);
  t.equal(lag.currentMs(), 4_000);

  await apply([{ kind: 'heartbeat', at: now + 3_000, oldestUnconfirmedAt: null }]);
  await sleep(100);
  t.equal(lag.currentMs(), 0, 'clocks that differ make no negative lag');
});

test('a clock that is set back hides neither that heartbeats come nor that none does', async (t) => {
  const { view, apply } = await queryFixture(t, { movies: [] });
  let now = 100_000_000;
  let looks = 0;
  const lag = await watchViewLag({
    ...{ tables: () => view, now: () => now, onError: () => {}, intervalMs: 5 },
    onLooked: () => looks++,
  });
  t.teardown(() => lag.stop());
  const looked = async () => {
    for (const seen = looks; looks < seen + 2; ) await sleep(5);
  };
  await apply([{ kind: 'heartbeat', at: now, oldestUnconfirmedAt: null }]);
  await looked();
  t.equal(lag.currentMs(), 0);
  now -= 86_400_000;
  await looked();
  now += 4_000;
  await looked();
  t.equal(lag.currentMs(), 4_000, 'the one that is there now lies ahead, and says nothing');
  const version = 100_000_000_001;
  await apply([{ kind: 'heartbeat', at: now - 300, oldestUnconfirmedAt: null, version }]);
  await looked();
  t.equal(lag.currentMs(), 300);
});

test('a store that fails leaves the lag growing', async (t) => {
  const { view } = await queryFixture(t, { movies: [] });
  let now = 0;
  const errors: unknown[] = [];
  const lag = await watchViewLag({
    tables: () => {
      if (now > 0) throw new Error('down');
      return view;
    },
    now: () => now,
    onError: (error) => errors.push(error),
    intervalMs: 5,
  });
  t.teardown(() => lag.stop());
  now = 700;
  await sleep(50);
  t.equal(lag.currentMs(), 700);
  t.ok(errors.length > 0);
});
