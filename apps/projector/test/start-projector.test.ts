import { setTimeout as sleep } from 'node:timers/promises';
import { openChangeQueue, QueueUnavailable } from '@marquee/change-queue';
import { createLogger } from '@marquee/service';
import { buildMovieChanged, idOf } from '@marquee/testing';
import t from 'tap';
import { startProjector } from '../src/index.js';
import { generation, openView } from './open-view.js';

const logger = createLogger('test', 'silent');
const event = buildMovieChanged({ id: idOf(1) });
const jobOf = () => ({ publishedAt: Date.now(), events: [event] });

t.test('what is published reaches the view, and metrics hear of it', async (t) => {
  const viewStore = await openView(t);
  const queue = openChangeQueue('memory:', { logger });
  const heard: string[] = [];
  const metrics = {
    applied: (events: number) => heard.push(`applied ${events}`),
    failed: () => heard.push('failed'),
  };
  const projector = await startProjector({ queue, viewStore, logger, now: Date.now, metrics });
  await queue.publish('g1', [jobOf()]);
  const tables = viewStore.open(generation);
  t.equal((await tables.versions('moviesById', [event.id])).get(event.id), event.version);
  await queue.publish('g1', [{ ...jobOf(), publishedAt: 0 }]);
  t.same(heard, ['applied 1', 'failed']);
  await projector.close();
  await t.rejects(queue.publish('g1', [jobOf()]), QueueUnavailable);
});

t.test(
  'a generation that comes while it runs is consumed too, one of another version is not',
  async (t) => {
    const viewStore = await openView(t);
    const queue = openChangeQueue('memory:', { logger });
    const projector = await startProjector({ queue, viewStore, logger, now: Date.now });
    t.teardown(() => projector.close());
    await viewStore.createGeneration({ ...generation, name: 'g2' }, 0);
    await viewStore.createGeneration({ ...generation, name: 'g3', projectionVersion: 0 }, 0);
    const published = () =>
      queue.publish('g2', [jobOf()]).then(
        () => true,
        () => false,
      );
    while (!(await published())) await sleep(50);
    await t.rejects(queue.publish('g3', [jobOf()]), QueueUnavailable);
  },
);
