import type { DeadLetter } from '@marquee/change-queue';
import type { DeadLetterSummary } from '@marquee/contracts';
import { namesOf, subjectsOf } from './letter-subjects.js';

/** What lists of dead letters tell of one. */
export function summaryOf(letter: DeadLetter, generation: string): DeadLetterSummary {
  const { id, reason, failedAt, job } = letter;
  return {
    id,
    generation,
    failedAt: new Date(failedAt).toISOString(),
    reason,
    subjects: namesOf(subjectsOf(job)),
  };
}
