/** After the last fault: finds out about the writes without an answer, and waits until the view has everything. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteStore } from '@marquee/write-store';
import { resolveDoubt } from './resolve-doubt.js';
import type { Run } from './run.js';

/** Of a run that lost a publication several times: it is published again after 10, 20, 40 s. */
const DRAIN_LIMIT_MS = 180_000;
const RESOLVE_ROUNDS = 10;
const PAUSE_MS = 1_000;

/** Returns how long the outbox took to drain, in milliseconds. */
export async function settle(run: Run, writeStore: WriteStore): Promise<number> {
  for (let round = 0; round < RESOLVE_ROUNDS && run.ledger.doubtful().length > 0; round += 1) {
    for (const entry of run.ledger.doubtful()) {
      const isRipe = entry.doubts.every(({ through, at }) =>
        run.disturbances.hasSettledSince(through, at),
      );
      if (isRipe) await resolveDoubt(run, entry);
    }
    await sleep(PAUSE_MS);
  }
  for (const { subject } of run.ledger.doubtful()) {
    run.violations.add('unresolved', JSON.stringify(subject));
  }
  await rankAll(writeStore);
  return await drain(run, writeStore);
}

/** Movies that moved a short time ago would move again in the midst of what is looked at. */
async function rankAll({ folds }: WriteStore): Promise<void> {
  while ((await folds.foldPlays({ limit: 500, now: Date.now() })).folded > 0);
  const options = { limit: 100, minIntervalMs: 0 };
  await folds.foldRatings({ ...options, now: Date.now() });
  while ((await folds.rankMovies({ ...options, now: Date.now() })).nextDueAt !== null);
}

async function drain(run: Run, writeStore: WriteStore): Promise<number> {
  const startedAt = Date.now();
  const oldest = async () => await writeStore.outbox.oldestUnconfirmedAt();
  while ((await oldest()) !== null && Date.now() - startedAt < DRAIN_LIMIT_MS) await sleep(200);
  if ((await oldest()) !== null) {
    for (const row of await writeStore.outbox.unconfirmed(1_000)) {
      run.violations.add('stuck', JSON.stringify(row));
    }
    run.violations.add('stuck', 'the outbox does not drain');
  }
  return Date.now() - startedAt;
}
