import type { Transact } from '../make-store.js';

/** Deletes sessions, and days of sessions, of longer than a year ago; returns how many, at most 2,000. The view lets its rows go by itself. */
export async function pruneSessions(transact: Transact, now: number): Promise<number> {
  return await transact('forgettable', async ({ run, statements: { sessions } }) => {
    const gone = await run(sessions.prune, { now });
    return gone.length + (await run(sessions.pruneDays, { now })).length;
  });
}
