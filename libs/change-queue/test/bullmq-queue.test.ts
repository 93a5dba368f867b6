import { randomUUID } from 'node:crypto';
import { startRedis } from '@marquee/testing';
import t from 'tap';
import { openChangeQueue, type QueueOptions } from '../src/index.js';
import { changeQueueContract, silent } from './contract.js';

const redis = { url: process.env['TEST_REDIS_URL'], stop: async () => {} };
if (redis.url === undefined) Object.assign(redis, await startRedis());
t.teardown(() => redis.stop());

const open = (options: Partial<QueueOptions> = {}) =>
  openChangeQueue(redis.url ?? '', {
    logger: silent,
    prefix: `test-${randomUUID()}`,
    ...options,
  });

changeQueueContract('Redis', open);
