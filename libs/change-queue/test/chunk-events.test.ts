import type { ChangeEvent } from '@marquee/contracts';
import fc from 'fast-check';
import t from 'tap';
import { chunkEvents } from '../src/chunk-events.js';

const eventOf = (size: number): ChangeEvent => ({
  kind: 'totals',
  totals: [{ selection: `tag:${'x'.repeat(size)}`, count: 1, version: 1 }],
  covers: [],
});
const sizeOf = (events: readonly ChangeEvent[]) =>
  events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);

t.test('no event is lost or changes its place, and no chunk is empty', async () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 60 }), (sizes) => {
      const events = sizes.map(eventOf);
      const chunks = chunkEvents(events);
      const whole = chunks.flat();
      return (
        chunks.every((chunk) => chunk.length > 0) &&
        whole.length === events.length &&
        whole.every((event, index) => event === events[index])
      );
    }),
    { numRuns: 30 },
  );
});

t.test('a chunk holds at most 25 events and 256 kB', async (t) => {
  const small = chunkEvents(Array.from({ length: 60 }, () => eventOf(10)));
  t.same(
    small.map((chunk) => chunk.length),
    [25, 25, 10],
  );
  const big = chunkEvents(Array.from({ length: 7 }, () => eventOf(100_000)));
  t.same(
    big.map((chunk) => chunk.length),
    [2, 2, 2, 1],
  );
  for (const chunk of big) t.ok(sizeOf(chunk) <= 256 * 1024);
});

t.test('an event larger than that travels alone', async (t) => {
  const chunks = chunkEvents([eventOf(10), eventOf(300_000), eventOf(10)]);
  t.same(
    chunks.map((chunk) => chunk.length),
    [1, 1, 1],
  );
});
