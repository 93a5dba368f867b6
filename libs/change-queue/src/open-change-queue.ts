import { openBullMqQueue } from './bullmq-queue.js';
import { type ChangeQueue, QueueMisconfigured, type QueueOptions } from './change-queue.js';
import { openInProcessQueue } from './in-process-queue.js';

/** The adapter that the URL's scheme names: `memory:`, or BullMQ on `redis://…` and `rediss://…`. Connects when first used. */
export function openChangeQueue(url: string, options: QueueOptions): ChangeQueue {
  if (url === 'memory:') return openInProcessQueue(options);
  if (/^rediss?:\/\//.test(url)) return openBullMqQueue(url, options);
  throw new QueueMisconfigured('a queue URL is memory:, redis://… or rediss://…');
}
