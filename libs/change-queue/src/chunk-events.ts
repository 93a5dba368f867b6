import type { ChangeEvent } from '@marquee/contracts';

const MAX_EVENTS = 25;
const MAX_CHARACTERS = 256 * 1024;

/** The events in order, cut into jobs: several in one, since each job costs a round in Redis; a huge one by itself. */
export function chunkEvents(events: readonly ChangeEvent[]): ChangeEvent[][] {
  const chunks: ChangeEvent[][] = [];
  let chunk: ChangeEvent[] = [];
  let room = 0;
  for (const event of events) {
    const size = JSON.stringify(event).length;
    if (chunk.length === 0 || chunk.length === MAX_EVENTS || size > room) {
      chunk = [];
      chunks.push(chunk);
      room = MAX_CHARACTERS;
    }
    chunk.push(event);
    room -= size;
  }
  return chunks;
}
