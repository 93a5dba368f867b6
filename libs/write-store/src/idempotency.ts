/** A write that a caller may send twice: carried out once, and answered the same each time. */
import { Rejected } from '@marquee/contracts';
import { LockWaitedTooLong, UniqueKeyTaken } from './engine.js';
import type { Bound, Transact } from './make-store.js';
import type { Wide } from './rows.js';
import { type WriteOptions, WriteStoreUnavailable, type Written } from './write-store.js';

/** How long a key counts. */
const KEYS_KEPT_MS = 86_400_000;
/** Each try but the first follows on a key that was there, and is gone. */
const MAX_TRIES = 5;

interface Keyed {
  readonly transact: Transact;
  /** Driver errors in the terms of the engine. */
  readonly translated: (error: unknown) => unknown;
  readonly key: NonNullable<WriteOptions['idempotency']>;
  readonly now: number;
}

/**
 * The insert of the key decides, inside the transaction that writes: whoever comes second trips over it and takes the first
 * one's result. What is refused leaves no key behind.
 * @throws {Rejected} `idempotency-key-reused`, `idempotency-key-busy`
 */
export async function writeOnce<T>(
  keyed: Keyed,
  work: (bound: Bound) => Promise<Written<T>>,
): Promise<Written<T>> {
  let expired = false;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    try {
      return await writeWithKey(keyed, { expired, work });
    } catch (error) {
      if (!(error instanceof KeySeen)) throw error;
    }
    const found = await readKey(keyed);
    // Gone where its transaction was rolled back after all, or it was pruned.
    if (found === undefined) continue;
    expired = Number(found.created_at) < keyed.now - KEYS_KEPT_MS;
    if (!expired) return replayOf<T>(found, keyed);
  }
  throw new WriteStoreUnavailable('an idempotency key comes and goes');
}

/** Deletes keys that have expired; returns how many, at most 1,000. */
export async function pruneKeys(transact: Transact, now: number): Promise<number> {
  const before = now - KEYS_KEPT_MS;
  return await transact('write', async ({ run, statements }) => {
    return (await run(statements.keys.prune, { before })).length;
  });
}

/** There is a row of this key. */
class KeySeen extends Error {
  override name = 'KeySeen';
}

const columnsOf = ({ caller, route, key }: Keyed['key']) => ({ caller, route, key });

async function writeWithKey<T>(
  keyed: Keyed,
  {
    expired,
    work,
  }: { readonly expired: boolean; readonly work: (bound: Bound) => Promise<Written<T>> },
): Promise<Written<T>> {
  const columns = columnsOf(keyed.key);
  return await keyed.transact('write', async (bound) => {
    const { run, statements } = bound;
    const before = keyed.now - KEYS_KEPT_MS;
    if (expired) await run(statements.keys.forget, { ...columns, before });
    await takeKey(bound, keyed);
    const { value, subjects, write, replayed } = await work(bound);
    await run(statements.keys.keep, { ...columns, result: { value, subjects, write } });
    return { value, subjects, write, replayed };
  });
}

async function takeKey({ run, statements }: Bound, { key, now, translated }: Keyed): Promise<void> {
  try {
    const { requestHash: hash, about = '' } = key;
    await run(statements.keys.take, { ...columnsOf(key), hash, now, about });
  } catch (error) {
    if (statements.keys.putBack !== null) await run(statements.keys.putBack).catch(() => undefined);
    const told = translated(error);
    if (told instanceof UniqueKeyTaken) throw new KeySeen();
    if (told instanceof LockWaitedTooLong) throw new Rejected('idempotency-key-busy');
    throw error;
  }
}

interface KeyRow {
  readonly request_hash: string;
  readonly result: string;
  readonly created_at: Wide;
}

async function readKey({ transact, key }: Keyed): Promise<KeyRow | undefined> {
  const columns = columnsOf(key);
  return await transact('write', async ({ run, statements }) => {
    return (await run<KeyRow>(statements.keys.read, columns))[0];
  });
}

function replayOf<T>({ request_hash, result }: KeyRow, { key }: Keyed): Written<T> {
  if (request_hash !== key.requestHash) throw new Rejected('idempotency-key-reused');
  const first: Omit<Written<T>, 'replayed'> = JSON.parse(result);
  return { ...first, replayed: true };
}
