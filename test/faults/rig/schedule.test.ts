import t from 'tap';
import { recordDisturbances } from './disturbances.js';
import { type AppPart, makeSchedule, type PartName } from './schedule.js';
import { intentsOf, uploadsOf } from './workload.js';

const apps: readonly AppPart[] = ['command-1', 'command-2', 'projector-1', 'query-1'];
const parts: readonly PartName[] = [...apps, 'redis', 'cassandra'];
const fiveMinutes = { seed: 7, durationMs: 300_000, everyMs: 6_500, parts };

t.test('the same seed gives the same faults and the same workload', async (t) => {
  const faults = (seed: number) => JSON.stringify(makeSchedule({ ...fiveMinutes, seed }));
  t.equal(faults(7), faults(7));
  t.not(faults(7), faults(8));
  const workload = (seed: number, writer: number) => {
    const intents = intentsOf(seed, writer);
    return JSON.stringify(Array.from({ length: 500 }, () => intents.next().value));
  };
  t.equal(workload(7, 1), workload(7, 1));
  t.not(workload(7, 1), workload(7, 2));
  const files = (seed: number) => {
    const uploads = uploadsOf(seed);
    return JSON.stringify(Array.from({ length: 20 }, () => uploads.next().value));
  };
  t.equal(files(7), files(7));
  t.not(files(7), files(8));
});

t.test('five minutes have at least thirty faults, of every part', async (t) => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const faults = makeSchedule({ ...fiveMinutes, seed });
    t.ok(faults.length >= 30, `seed ${seed}: ${faults.length} faults`);
    t.same(new Set(faults.map(({ part }) => part)), new Set(parts), `seed ${seed}`);
  }
});

t.test('a fault excuses what needs the part, until it has recovered', async (t) => {
  let now = 1_000;
  const disturbances = recordDisturbances(() => now);
  const failed = (need: 'write' | 'read', through: PartName, at: number) =>
    disturbances.excuse({ need, through, startedAt: at, endedAt: at + 10 });
  t.equal(failed('read', 'query-1', 1_500), null, 'nothing was wrong');
  const over = disturbances.begin('cassandra');
  t.equal(failed('read', 'query-1', 1_500), 0);
  t.equal(failed('write', 'command-1', 1_500), null, 'writes do not need the view');
  now = 5_000;
  over();
  t.equal(failed('read', 'query-1', 6_000), 1_000);
  t.equal(failed('read', 'query-1', 60_000), null, 'it had long recovered');
});
