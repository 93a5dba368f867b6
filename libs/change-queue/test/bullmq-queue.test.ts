import { randomUUID } from 'node:crypto';
import { skipWithout, startRedis } from '@marquee/testing';
import t from 'tap';
import { openChangeQueue, type QueueOptions } from '../src/index.js';
import { changeQueueContract, silent } from './contract.js';

skipWithout(t, 'Redis');
const given = process.env['TEST_REDIS_URL'];
const redis = given ? { url: given, stop: async () => {} } : await startRedis();
t.teardown(() => redis.stop());

const open = (options: Partial<QueueOptions> = {}) =>
  openChangeQueue(redis.url, {
    logger: silent,
    prefix: `test-${randomUUID()}`,
    ...options,
  });

changeQueueContract('Redis', open);
