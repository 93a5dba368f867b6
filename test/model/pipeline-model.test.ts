/**
 * A model of the pipeline around the real projection: an outbox, relays, queues, projectors and a reconciler that are
 * late, repeat, reorder, lose, crash and disagree about the time. MODEL_SEED and MODEL_SCHEDULES run it otherwise.
 */
import { test } from 'tap';
import { runSchedule } from './pipeline-model.js';
import { allRules, type Rules } from './rules.js';

const seed = Number(process.env['MODEL_SEED'] ?? 20_260_131);
const schedules = Number(process.env['MODEL_SCHEDULES'] ?? 2_000);

function* faultsOf(rules: Rules, count: number) {
  for (let number = seed; number < seed + count; number += 1) {
    const fault = runSchedule(number, rules);
    if (fault !== null) yield { number, fault };
  }
}

test('whatever happens on the way, the view ends as the projection of the write model', async (t) => {
  t.comment(`schedules ${seed} to ${seed + schedules - 1}`);
  const [first] = faultsOf(allRules, schedules);
  t.equal(first, undefined);
});

for (const rule of Object.keys(allRules)) {
  test(`without the rule ${rule} some schedule ends in a wrong view`, async (t) => {
    const [first] = faultsOf({ ...allRules, [rule]: false }, schedules);
    t.comment(`schedule ${first?.number}: ${first?.fault.slice(0, 200)}`);
    t.ok(first);
  });
}
