/**
 * A model of the pipeline around the real projection: an outbox, relays, queues, projectors and a reconciler that are
 * late, repeat, reorder, lose, crash and disagree about the time. MODEL_SEED and MODEL_SCHEDULES run it otherwise.
 */
import { test } from 'tap';
import { runSchedule } from './pipeline-model.js';
import { allRules, type Rules } from './rules.js';

const seed = Number(process.env['MODEL_SEED'] ?? 20_260_131);
const schedules = Number(process.env['MODEL_SCHEDULES'] ?? 2_000);
const SCHEDULES_WITHOUT_A_RULE = 400;

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
  test(`without the rule ${rule} the model finds wrong views`, async (t) => {
    const faults = [...faultsOf({ ...allRules, [rule]: false }, SCHEDULES_WITHOUT_A_RULE)];
    t.comment(`${faults.length} of ${SCHEDULES_WITHOUT_A_RULE} schedules end wrong`);
    t.comment(faults[0]);
    t.ok(faults.length > 0);
  });
}
