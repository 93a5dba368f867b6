import { createLogger } from '@marquee/service';
import t from 'tap';
import { type Loop, startLoop } from '../src/relay/loop.js';

const logger = createLogger('test', 'silent');
const DAY_MS = 86_400_000;

t.test('a loop runs at once, and again when it is woken', async (t) => {
  let steps = 0;
  const seen = signals();
  const loop = startLoop({
    ...{ name: 'test', logger, gapMs: 0 },
    step: async () => {
      seen.give(++steps);
      return DAY_MS;
    },
  });
  await seen.of(1);
  loop.wake();
  await seen.of(2);
  await loop.close();
  t.equal(steps, 2);
});

t.test('a wake during a step has it run once more, however many wakes', async (t) => {
  let steps = 0;
  const seen = signals();
  const loop: Loop = startLoop({
    ...{ name: 'test', logger, gapMs: 0 },
    step: async () => {
      // Later than the start, so that `loop` is there.
      await Promise.resolve();
      if (++steps === 1) for (let wakes = 0; wakes < 10; wakes++) loop.wake();
      seen.give(steps);
      return DAY_MS;
    },
  });
  await seen.of(2);
  await loop.close();
  t.equal(steps, 2);
});

t.test('a loop runs again by itself after the pause that its step asks for', async (t) => {
  let steps = 0;
  const seen = signals();
  const loop = startLoop({
    ...{ name: 'test', logger, gapMs: 0 },
    step: async () => {
      seen.give(++steps);
      return 1;
    },
  });
  await seen.of(5);
  await loop.close();
  t.ok(steps >= 5);
});

t.test('a step that throws is tried again', async (t) => {
  let steps = 0;
  const seen = signals();
  const loop = startLoop({
    ...{ name: 'test', logger, gapMs: 0 },
    step: async () => {
      if (++steps < 3) throw new Error('away');
      seen.give(steps);
      return DAY_MS;
    },
  });
  await seen.of(3);
  await loop.close();
  t.equal(steps, 3);
});

t.test('closing waits for the step in hand, and no other follows', async (t) => {
  let done = 0;
  const seen = signals();
  const loop = startLoop({
    ...{ name: 'test', logger, gapMs: 0 },
    step: async () => {
      seen.give(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      done++;
      return 0;
    },
  });
  await seen.of(1);
  await loop.close();
  t.equal(done, 1);
  loop.wake();
  t.equal(done, 1);
});

/** Waits for a number to be given that is at least this. */
function signals() {
  let given = 0;
  const waiting = new Map<number, () => void>();
  return {
    give(value: number) {
      given = value;
      waiting.get(value)?.();
    },
    of: (value: number) =>
      new Promise<void>((resolve) => {
        if (given >= value) resolve();
        else waiting.set(value, resolve);
      }),
  };
}
