import { setTimeout as sleep } from 'node:timers/promises';
import { openChangeQueue } from '@marquee/change-queue';
import { createLogger } from '@marquee/service';
import { buildMovieChanged, idOf } from '@marquee/testing';
import type { ViewStore } from '@marquee/view-store';
import t from 'tap';
import { startProjector } from '../src/index.js';
import { startProgress } from '../src/progress.js';
import { openView } from './open-view.js';

const logger = createLogger('test', 'silent');
const job = () => ({ publishedAt: Date.now(), events: [buildMovieChanged({ id: idOf(1) })] });
const limit = { silenceLimitMs: 20 };

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}
const fails = (check: () => Promise<void>) =>
  check().then(
    () => false,
    () => true,
  );

const counts = { paused: false, waiting: 0, active: 0, delayed: 0, dead: 0 };

/** A queue and a view store that answer so. */
const answers = (waiting: number, pings: () => Promise<void> = async () => undefined) => ({
  generation: 'g1',
  queue: { counts: async () => ({ ...counts, waiting }) },
  viewStore: { ping: pings },
});

t.test('quiet is not dead', async (t) => {
  const { check } = startProgress({ ...answers(0), ...limit });
  await sleep(30);
  await t.resolves(check());
});

t.test('jobs that wait while none is finished are death', async () => {
  const { check } = startProgress({ ...answers(1), ...limit });
  await until(() => fails(check));
});

t.test('a projector that is paused leaves jobs waiting', async (t) => {
  const queue = { counts: async () => ({ ...counts, waiting: 5, paused: true }) };
  const { check } = startProgress({ ...answers(5), queue, ...limit });
  await sleep(30);
  await t.resolves(check());
});

t.test('a view store that is away is no reason to die', async (t) => {
  const away = async () => {
    throw new Error('away');
  };
  const { check } = startProgress({ ...answers(5, away), ...limit });
  await sleep(30);
  await t.resolves(check());
});

t.test('an attempt that fails is a sign of life, one that never ends is none', async (t) => {
  const { begin, check } = startProgress({ ...answers(0), ...limit });
  const end = begin();
  await until(() => fails(check));
  end();
  await t.resolves(check());
});

t.test('a projector whose view hangs is dead, though everything answers', async (t) => {
  const store = await openView(t);
  let release = () => {};
  const hanging: ViewStore = {
    ...store,
    open: (...given) => ({
      ...store.open(...given),
      apply: () => new Promise((resolve) => (release = resolve)),
    }),
  };
  const queue = openChangeQueue('memory:', { logger });
  const projector = await startProjector({
    ...{ queue, viewStore: hanging, logger, now: Date.now, ...limit },
  });
  const check = async () => await projector.checks['project']?.();
  await t.resolves(check());
  const published = queue.publish('g1', [job()]);
  await until(() => fails(check));
  release();
  await published;
  await t.resolves(check());
  await projector.close();
});
