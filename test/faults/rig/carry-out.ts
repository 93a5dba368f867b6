/** Carries the schedule out: each fault at its time, those of one part one after the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disturbances } from './disturbances.js';
import type { Part } from './parts.js';
import type { Fault, PartName } from './schedule.js';

export interface CarriedOut {
  readonly fault: Fault;
  /** How long after it began the part ran again. */
  readonly awayMs: number;
}

/** Resolves when the last part runs again. @throws {Error} when a part does not come back */
export async function carryOut(
  faults: readonly Fault[],
  { parts, disturbances }: { readonly parts: readonly Part[]; readonly disturbances: Disturbances },
): Promise<readonly CarriedOut[]> {
  const startedAt = Date.now();
  const done: CarriedOut[] = [];
  const tails = new Map<PartName, Promise<void>>();
  const hurt = async (fault: Fault) => {
    const part = parts.find(({ name }) => name === fault.part);
    if (part === undefined) throw new RangeError(`no part ${fault.part}`);
    const at = Date.now();
    const over = disturbances.begin(fault.part);
    await part.hurt(fault.kind, () => sleep(fault.lastsMs));
    over();
    done.push({ fault, awayMs: Date.now() - at });
  };
  for (const fault of faults) {
    await sleep(Math.max(0, startedAt + fault.atMs - Date.now()));
    const previous = tails.get(fault.part) ?? Promise.resolve();
    const tail = previous.then(() => hurt(fault));
    // A part that does not come back ends the run; the others are waited for.
    tail.catch(() => undefined);
    tails.set(fault.part, tail);
  }
  await Promise.all(tails.values());
  return done;
}
