import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '@marquee/contracts';

const TRY_AGAIN_MS = 1_000;

/** Tries again while a store is away, as long as `isPatient`. @throws {StoreUnavailable} after that, and whatever else `work` throws */
export async function patiently<T>(
  work: () => Promise<T>,
  isPatient: () => boolean,
  pauseMs = TRY_AGAIN_MS,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable && isPatient())) throw error;
    }
    await sleep(pauseMs);
  }
}
