import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '@marquee/contracts';

const TRY_AGAIN_MS = 1_000;

/** Tries again for so long while a store is away. @throws {StoreUnavailable} where it stays away, and whatever else `work` throws */
export async function patiently<T>(
  work: () => Promise<T>,
  patienceMs: number,
  pauseMs = TRY_AGAIN_MS,
): Promise<T> {
  const impatientAt = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isPatient = performance.now() < impatientAt;
      if (!(error instanceof StoreUnavailable && isPatient)) throw error;
    }
    await sleep(pauseMs);
  }
}
