import { type Announcements, inProcessAnnouncements } from './announcements.js';
import { openBullMqQueue } from './bullmq-queue.js';
import { type ChangeQueue, QueueMisconfigured, type QueueOptions } from './change-queue.js';
import { openInProcessQueue } from './in-process-queue.js';
import { followRedisAnnouncements, openRedisAnnouncer } from './redis-announcements.js';

/** The adapter that the URL's scheme names: `memory:`, or BullMQ on `redis://…` and `rediss://…`. Connects when first used. */
export function openChangeQueue(url: string, options: QueueOptions): ChangeQueue {
  if (url === 'memory:') return openInProcessQueue(options);
  if (/^rediss?:\/\//.test(url)) return openBullMqQueue(url, options);
  throw new QueueMisconfigured('a queue URL is memory:, redis://… or rediss://…');
}

/** Announcements between those who open the same URL with the same prefix; for `memory:` between those who share what is returned. */
export function openAnnouncements(url: string, options: QueueOptions): Announcements {
  if (url === 'memory:') return inProcessAnnouncements();
  return {
    announcer: () => openRedisAnnouncer(url, options),
    follow: (follower) => followRedisAnnouncements(url, options, follower),
  };
}
