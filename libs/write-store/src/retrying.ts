import { setTimeout as wait } from 'node:timers/promises';
import {
  type Connection,
  ConnectionLost,
  type Engine,
  LostRace,
  type TransactionKind,
} from './engine.js';
import { WriteStoreUnavailable } from './write-store.js';

const MAX_ATTEMPTS = 12;
/** A server that restarts breaks each connection of the pool once; one that stays away answers no connection at all. */
const MAX_CONNECTIONS_LOST = 3;
const MAX_PAUSE_MS = 250;

/** Where chance and waiting come from. */
export interface Pauses {
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

export const realPauses: Pauses = { random: Math.random, sleep: wait };

/** Runs a transaction, and again (bounded, after a pause of random length) when it lost a race or its connection. */
export async function retrying<T>(
  engine: Engine,
  { kind, pauses }: { readonly kind: TransactionKind; readonly pauses: Pauses },
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  let connectionsLost = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return await engine.inTransaction(kind, work);
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      if (error instanceof ConnectionLost) connectionsLost++;
      if (connectionsLost > MAX_CONNECTIONS_LOST)
        throw new WriteStoreUnavailable(error.message, { cause: error });
      if (attempt === MAX_ATTEMPTS)
        throw new WriteStoreUnavailable(`lost ${attempt} races in a row: ${error.message}`, {
          cause: error,
        });
    }
    await pauses.sleep(pauses.random() * Math.min(MAX_PAUSE_MS, 4 * 2 ** attempt));
  }
}
