import type { QueueOptions } from './change-queue.js';

export const queueName = (generation: string): string => `changes-${generation}`;

/** Before what all of our keys in Redis stand. */
export const prefixOf = (options: QueueOptions): string => options.prefix ?? 'marquee';
