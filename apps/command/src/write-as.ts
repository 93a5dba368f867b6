import { type Caller, sealToken } from '@marquee/service';
import type { WriteTransaction } from '@marquee/write-store';
import type { CommandDeps } from './command-deps.js';

/** What a write came to, and the sealed token with which a reader sees it. */
export interface WrittenBy<T> {
  readonly value: T;
  readonly token: string;
}

/** Runs one write of a caller in one transaction. `work` may run again after a deadlock: it has no effects but the store's. */
export async function writeAs<T>(
  deps: CommandDeps,
  caller: Caller,
  work: (tx: WriteTransaction, now: number) => Promise<T>,
): Promise<WrittenBy<T>> {
  const write = deps.newWrite();
  const now = deps.now();
  const { value, subjects } = await deps.writeStore.write((tx) => work(tx, now), {
    write,
    providerId: caller.id,
    origin: caller.origin,
    now,
  });
  return { value, token: sealToken(deps.sealer, { write, subjects }) };
}
