/** Many actors in one transaction, each by its id: made, or replaced. */
import { ActorInput, Rejected } from '@marquee/contracts';
import {
  checkProvider,
  decideCreateActor,
  decideReplaceActor,
  normaliseActor,
} from '@marquee/domain';
import type { SavedMovie, SavedMovies } from '@marquee/import';
import { bodyValidator, type Caller, invalidInput } from '@marquee/service';
import type { WriteTransaction } from '@marquee/write-store';
import type { BatchDeps } from '../movies/batch-parts.js';
import { lockOwnActor } from './change-actor.js';

const faultsOf = bodyValidator(ActorInput);

/**
 * Whatever is wrong in a row fails that row alone. Rows name their actors by `id`; at most some hundreds a call.
 * @throws {Rejected} `forbidden`
 */
export async function saveActorBatch(
  { writeStore, now, newWrite }: BatchDeps,
  rows: readonly unknown[],
  { caller, dryRun = false }: { readonly caller: Caller; readonly dryRun?: boolean },
): Promise<SavedMovies> {
  checkProvider(caller);
  const { value, write, subjects } = await writeStore.write(
    async (tx) => {
      const saved: SavedMovie[] = [];
      for (const row of rows) saved.push(await saveRow(tx, row, caller));
      return saved;
    },
    { providerId: caller.id, origin: caller.origin, now: now(), write: newWrite(), dryRun },
  );
  return { rows: value, token: { write, subjects } };
}

async function saveRow(tx: WriteTransaction, row: unknown, caller: Caller): Promise<SavedMovie> {
  const faults = faultsOf(row);
  if (faults.length > 0) return { rejected: invalidInput(faults) };
  const { id, ...content } = row as ActorInput; // just validated
  if (id === undefined) return { rejected: invalidInput([withoutId]) };
  try {
    return await tx.attempt(() => saveOne(tx, { id: id.toLowerCase(), content, caller }));
  } catch (error) {
    if (error instanceof Rejected) return { rejected: error };
    throw error;
  }
}

const withoutId = {
  ...{ pointer: '/id', code: 'required' },
  detail: 'An actor of a file is known by its id.',
};

interface ActorRow {
  readonly id: string;
  readonly content: ActorInput;
  readonly caller: Caller;
}

async function saveOne(
  tx: WriteTransaction,
  { id, content, caller }: ActorRow,
): Promise<SavedMovie> {
  const given = normaliseActor(content);
  if ((await tx.lockActor(id)) === null) {
    const after = decideCreateActor(given, { id, providerId: caller.id });
    await tx.saveActor({ before: null, after });
    return { status: 201, unchanged: false };
  }
  const before = await lockOwnActor(tx, { id, caller, guard: null, dryRun: false });
  const after = decideReplaceActor(before, given);
  if (after === before) await tx.awaitActor(id);
  else await tx.saveActor({ before, after });
  return { status: 200, unchanged: after === before };
}
