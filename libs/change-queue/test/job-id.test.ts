import type { ChangeEvent } from '@marquee/contracts';
import fc from 'fast-check';
import t from 'tap';
import { jobIdFor } from '../src/job-id.js';

const events = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constantFrom('movie' as const, 'actor' as const),
      id: fc.string(),
      version: fc.maxSafeNat(),
    }),
    fc.record({ kind: fc.constant('totals' as const), totals: fc.constant([]) }),
    fc.record({ kind: fc.constant('heartbeat' as const), at: fc.maxSafeNat() }),
  ),
  { maxLength: 3 },
) as fc.Arbitrary<ChangeEvent[]>;

t.test('BullMQ takes every job id: no colon, not digits only', async () => {
  fc.assert(
    fc.property(events, (events) => {
      const id = jobIdFor({ publishedAt: 1, events });
      return /^[\w-]+$/.test(id) && !/^\d+$/.test(id);
    }),
  );
});

t.test('no publication has the id of another, not even of the same events', async () => {
  fc.assert(
    fc.property(events, (events) => {
      const job = { publishedAt: 1, events };
      const first = jobIdFor(job);
      return jobIdFor(job) !== first;
    }),
  );
});
