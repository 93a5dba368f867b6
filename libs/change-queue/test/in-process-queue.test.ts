import t from 'tap';
import { openChangeQueue } from '../src/index.js';
import { changeQueueContract, jobOf, silent } from './contract.js';

const open = (options: object = {}) => openChangeQueue('memory:', { logger: silent, ...options });

changeQueueContract('in process', open);

t.test('publishing is refused while nobody consumes the generation', async (t) => {
  const queue = open();
  await t.rejects(queue.publish('g1', [jobOf(1)]), { name: 'QueueUnavailable' });
  const consumer = await queue.consume('g1', async () => {});
  await queue.publish('g1', [jobOf(2)]);
  await consumer.close();
  await t.rejects(queue.publish('g1', [jobOf(3)]), { name: 'QueueUnavailable' });
});

t.test(
  'publishing resolves when the jobs are applied, and rejects when they cannot be',
  async (t) => {
    const queue = open({ backoffMs: 1 });
    const applied: number[] = [];
    await queue.consume('g1', async (job) => {
      if (job.events.length === 0) throw new Error('the store is away');
      applied.push(job.events.length);
    });
    await queue.publish('g1', [jobOf(1), jobOf(1, 2)]);
    t.same(applied.sort(), [1, 2]);
    await t.rejects(queue.publish('g1', [jobOf(), jobOf(1, 2, 3)]), /the store is away/);
    t.same(applied, [1, 2, 3], 'the others are applied');
  },
);

t.test('a URL of no adapter is refused', async (t) => {
  t.throws(() => openChangeQueue('amqp://localhost', { logger: silent }), {
    name: 'QueueMisconfigured',
  });
});
