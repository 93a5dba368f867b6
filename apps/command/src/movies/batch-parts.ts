/** How the rows of a batch get into the store: some together, each under a key of its own, or not at all. */
import type { IdempotencyKey, WriteOptions, WriteTransaction, Written } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import type { ValidRow } from './batch-rows.js';
import type { BatchOptions, StoredRows } from './store-batch-rows.js';

export type BatchDeps = Pick<CommandDeps, 'writeStore' | 'now' | 'newId' | 'newWrite'>;

export interface BatchRequest extends BatchOptions {
  readonly dryRun?: boolean;
  readonly idempotency?: IdempotencyKey | undefined;
}

/** What a part does, in its transaction. */
export type PartWork = (tx: WriteTransaction, now: number) => Promise<StoredRows>;

type StoredPart = Pick<Written<StoredRows>, 'value' | 'subjects' | 'replayed'>;

export interface Parts {
  readonly write: string;
  readonly rowsAtOnce: number;
  /** Whether a part stays stored when a later one fails. */
  readonly areKept: boolean;
  store(rows: readonly ValidRow[], work: PartWork): Promise<StoredPart>;
}

const ROWS_AT_ONCE = 50;

const commonOf = ({ caller }: BatchRequest, now: number): Omit<WriteOptions, 'write'> => ({
  providerId: caller.id,
  origin: caller.origin,
  now,
});

/** Transactions of many rows. */
export function together(deps: BatchDeps, request: BatchRequest): Parts {
  const write = deps.newWrite();
  let part = 0;
  return {
    ...{ write, rowsAtOnce: ROWS_AT_ONCE, areKept: true },
    async store(_rows, work) {
      const now = deps.now();
      const options = { ...commonOf(request, now), write, part };
      const stored = await deps.writeStore.write((tx) => work(tx, now), options);
      part += 1;
      return stored;
    },
  };
}

/**
 * Each row in a transaction with a key of its own, so that a request that was cut off goes on where it ended. The key of the whole
 * comes first: another body trips over it, and it names the write that all rows are parts of, whichever request stored them.
 */
export async function oncePerRow(
  deps: BatchDeps,
  request: BatchRequest & { readonly idempotency: IdempotencyKey },
): Promise<Parts> {
  const { idempotency: key } = request;
  const { write } = await deps.writeStore.write(async () => null, {
    ...{ ...commonOf(request, deps.now()), write: deps.newWrite() },
    idempotency: key,
  });
  return {
    ...{ write, rowsAtOnce: 1, areKept: true },
    async store([row], work) {
      const now = deps.now();
      const part = row?.index ?? 0;
      const idempotency = { ...key, key: `${key.key}/${part}` };
      const options = { ...commonOf(request, now), write, part, idempotency };
      const stored = await deps.writeStore.write((tx) => work(tx, now), options);
      // A row that was stored just over a day ago, by a write that the token does not name, is in the view.
      return { ...stored, subjects: stored.write === write ? stored.subjects : 0 };
    },
  };
}

/** All rows in one transaction that is rolled back: rows see those before them, and what a refused one did is undone alone. */
export async function rehearsal<T>(
  deps: BatchDeps,
  request: BatchRequest,
  saveThrough: (parts: Parts) => Promise<T>,
): Promise<T> {
  const now = deps.now();
  const write = deps.newWrite();
  const { value } = await deps.writeStore.write(
    (tx) =>
      saveThrough({
        ...{ write, rowsAtOnce: ROWS_AT_ONCE, areKept: false },
        async store(_rows, work) {
          const value = await tx.attempt(() => work(tx, now));
          return { value, subjects: 0, replayed: false };
        },
      }),
    { ...commonOf(request, now), write, dryRun: true },
  );
  return value;
}
