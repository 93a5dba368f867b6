/** Announcements through Redis: one channel for each prefix, published and forgotten. */
import { randomUUID } from 'node:crypto';
import type { Touched } from '@marquee/contracts';
import { Redis } from 'ioredis';
import type { Announcer, Follower, Following } from './announcements.js';
import type { QueueOptions } from './change-queue.js';
import { BEAT_MS, hearAnnouncers } from './heard-announcers.js';
import { prefixOf } from './queue-name.js';
import { connectionOptions } from './redis-connection.js';

interface Message {
  readonly from: string;
  /** One more than the one before. */
  readonly number: number;
  readonly ends?: true;
  readonly generation?: string;
  readonly touched?: Touched;
}

const channelOf = (options: QueueOptions) => `${prefixOf(options)}:touched`;
/** With a Redis that does not take them, older ones are dropped: followers see the gap. */
const MAX_UNSENT = 100;

export function openRedisAnnouncer(url: string, options: QueueOptions): Announcer {
  const client = new Redis(url, {
    ...connectionOptions(),
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  });
  client.on('error', () => undefined); // the queue's own connection logs outages
  const channel = channelOf(options);
  const from = randomUUID();
  let number = 0;
  let unsent = 0;

  const say = async (news: Omit<Message, 'from' | 'number'>) => {
    number += 1;
    if (client.status !== 'ready' || unsent >= MAX_UNSENT) return;
    unsent += 1;
    const message: Message = { from, number, ...news };
    await client.publish(channel, JSON.stringify(message)).catch(() => undefined);
    unsent -= 1;
  };
  const beat = setInterval(() => void say({}), BEAT_MS).unref();

  return {
    announce(generation, touched) {
      void say({ generation, touched });
    },
    async close() {
      clearInterval(beat);
      await say({ ends: true });
      client.disconnect();
    },
  };
}

export function followRedisAnnouncements(
  url: string,
  options: QueueOptions,
  follower: Follower,
): Following {
  const client = new Redis(url, { ...connectionOptions(), maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  const announcers = hearAnnouncers(() => performance.now());
  const channel = channelOf(options);
  client.subscribe(channel).catch(() => undefined); // it subscribes again with each connection
  client.on('message', (_channel, text) => {
    const { from, number, ends, generation, touched }: Message = JSON.parse(text);
    if (!announcers.heard(from, number)) follower.missed();
    if (generation !== undefined && touched !== undefined) follower.touched(generation, touched);
    if (ends === true) announcers.ended(from);
  });
  const look = setInterval(() => {
    if (!announcers.forgetGone()) follower.missed();
  }, BEAT_MS).unref();
  return {
    trustedUntil: announcers.trustedUntil,
    async close() {
      clearInterval(look);
      client.disconnect();
    },
  };
}
