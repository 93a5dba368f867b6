import type { ChangeEvent } from '@marquee/contracts';
import type { ChangeQueue } from './change-queue.js';
import { chunkEvents } from './chunk-events.js';

/** Resolves when the queue has accepted them for each of these generations. `publishedAt`: milliseconds since 1970. */
export async function publishEvents(
  queue: Pick<ChangeQueue, 'publish'>,
  generations: readonly string[],
  events: readonly ChangeEvent[],
  publishedAt: number,
): Promise<void> {
  const jobs = chunkEvents(events).map((chunk) => ({ publishedAt, events: chunk }));
  await Promise.all(generations.map((name) => queue.publish(name, jobs)));
}
