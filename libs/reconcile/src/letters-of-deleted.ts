import type { DeadLetter } from '@marquee/change-queue';
import { perSubjectKind, recordTypes } from '@marquee/contracts';
import { allIds, type DeadLetterDeps, deadLettersOf, lettersOf } from './dead-letters.js';
import { recordsIn } from './letter-subjects.js';

/**
 * Retries the dead letters that hold a record which is deleted by now, with its user perhaps, so that nothing is left of it. Returns how
 * many; to be called now and then.
 */
export async function retryLettersOfDeleted(deps: DeadLetterDeps): Promise<number> {
  const { writeStore, queue } = deps;
  let retried = 0;
  for (const { name: generation } of await writeStore.generations()) {
    if ((await queue.counts(generation)).dead === 0) continue;
    for await (const letters of lettersOf(queue, generation, await allIds(queue, generation))) {
      const ids = await holdingDeleted(writeStore, letters);
      if (ids.length === 0) continue;
      retried += (await deadLettersOf(deps).retry({ ids: [...ids], generation })).done;
    }
  }
  return retried;
}

/** Ids of the letters with a record in them that is deleted now. */
async function holdingDeleted(
  { outbox }: DeadLetterDeps['writeStore'],
  letters: readonly DeadLetter[],
): Promise<readonly string[]> {
  const held = letters.map(({ id, job }) => ({ id, records: recordsIn(job) }));
  const asked = perSubjectKind((kind) => [
    ...new Set(held.flatMap(({ records }) => records[kind])),
  ]);
  if (Object.values(asked).every((ids) => ids.length === 0)) return [];
  const { events } = await outbox.current(asked);
  const deleted = new Set(
    events.flatMap((event) =>
      event.kind === 'record' && event.record === null ? `${event.type} ${event.id}` : [],
    ),
  );
  return held.flatMap(({ id, records }) => {
    const names = recordTypes.flatMap((type) => records[type].map((each) => `${type} ${each}`));
    return names.some((name) => deleted.has(name)) ? [id] : [];
  });
}
