import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '@marquee/testing';
import type { Asked, Question } from './ask.js';
import { askFor, count, type Run } from './run.js';

const SEND_AGAIN = 30;
const SEND_AGAIN_MS = 500;

/** What has an idempotency key, to any app, until there is an answer: the first one's, if that was carried out. */
export async function sendAgain<T>(
  run: Run,
  question: Question,
  random: SeededRandom,
): Promise<Asked<T> | null> {
  if (question.headers?.['idempotency-key'] === undefined) return null;
  for (let left = SEND_AGAIN; left > 0; left -= 1) {
    await sleep(SEND_AGAIN_MS);
    const app = random.pick(run.commands);
    const asked = await askFor<T>(run, 'write', { app, expected: [409], ...question });
    if (asked === null || asked.code === 'idempotency-key-busy') continue;
    if (asked.code === null) {
      count(run.tally.writes, 'sent again');
      return asked;
    }
    run.violations.add('wrong-answer', `${question.path} sent again: ${asked.code}`);
    return null;
  }
  return null;
}
