/** Many movies in one write: few transactions, and each row answers for itself. */
import { Rejected, StoreUnavailable } from '@marquee/contracts';
import { checkProvider, type RefusedRow } from '@marquee/domain';
import type { ConsistencyToken } from '@marquee/service';
import { countRefused } from '../statistics/count-refused.js';
import {
  type BatchDeps,
  type BatchRequest,
  oncePerRow,
  type Parts,
  rehearsal,
  together,
} from './batch-parts.js';
import { chunksOf, readRows, type ValidRow } from './batch-rows.js';
import {
  type BatchOptions,
  RowsRefused,
  type SavedRow,
  storeBatchRows,
} from './store-batch-rows.js';

export interface SavedBatch {
  /** One for each row, in order. */
  readonly rows: readonly (SavedRow | RefusedRow)[];
  /** Not sealed. */
  readonly token: ConsistencyToken;
  /** Every row that is stored had been stored by an earlier request with the same key. */
  readonly replayed: boolean;
}

/**
 * Creates each movie, or replaces the one that has its id or identifiers. Whatever is wrong in a row fails that row alone.
 * @throws {Rejected} `forbidden`, `idempotency-key-reused`, `idempotency-key-busy`
 * @throws {StoreUnavailable} when nothing is stored yet; rows that come later carry `unavailable` as their rejection
 */
export async function saveMovieBatch(
  deps: BatchDeps,
  rows: readonly unknown[],
  request: BatchRequest,
): Promise<SavedBatch> {
  checkProvider(request.caller);
  const { valid, refused } = readRows(rows, { makeNew: request.makeActors === true });
  const saveThrough = async (parts: Parts) => {
    const batch = new Batch(deps, parts, { options: request, refused });
    for (const chunk of chunksOf(valid, parts.rowsAtOnce)) await batch.save(chunk);
    return batch.saved();
  };
  const saved = await savedThrough(deps, request, saveThrough);
  const counting = { ...deps, provider: request.caller.id, now: deps.now() };
  if (!request.dryRun) await countRefused(saved.rows, counting);
  return saved;
}

async function savedThrough(
  deps: BatchDeps,
  request: BatchRequest,
  saveThrough: (parts: Parts) => Promise<SavedBatch>,
): Promise<SavedBatch> {
  if (request.dryRun) return await rehearsal(deps, request, saveThrough);
  const { idempotency } = request;
  if (idempotency) return await saveThrough(await oncePerRow(deps, { ...request, idempotency }));
  return await saveThrough(together(deps, request));
}

interface Given {
  readonly options: BatchOptions;
  /** Rows that are wrong in themselves. */
  readonly refused: readonly RefusedRow[];
}

/** One write as it goes through its parts. */
class Batch {
  readonly #deps: BatchDeps;
  readonly #parts: Parts;
  readonly #options: BatchOptions;
  readonly #rows: (SavedRow | RefusedRow)[];
  #subjects = 0;
  #stored = 0;
  #replayed = 0;
  /** It stopped answering midway: what is left is refused at once, not each chunk after a timeout. */
  #storeIsGone = false;

  constructor(deps: BatchDeps, parts: Parts, { options, refused }: Given) {
    this.#deps = deps;
    this.#parts = parts;
    this.#options = options;
    this.#rows = [...refused];
  }

  saved(): SavedBatch {
    return {
      rows: this.#rows.sort((a, b) => a.index - b.index),
      token: { write: this.#parts.write, subjects: this.#subjects },
      replayed: this.#stored > 0 && this.#replayed === this.#stored,
    };
  }

  async save(rows: readonly ValidRow[]): Promise<void> {
    for (let left = rows; left.length > 0; ) left = await this.#saveSome(left);
  }

  /** All of these rows in one transaction if they will; else without those that a rule refuses, or in halves. Returns what is left. */
  async #saveSome(rows: readonly ValidRow[]): Promise<readonly ValidRow[]> {
    if (this.#storeIsGone) return this.#refuse(rows, new Rejected('unavailable'));
    try {
      return await this.#saveTogether(rows);
    } catch (error) {
      if (error instanceof RowsRefused) {
        this.#rows.push(...error.rows);
        const refused = new Set(error.rows.map(({ index }) => index));
        return rows.filter(({ index }) => !refused.has(index));
      }
      if (error instanceof StoreUnavailable && this.#parts.areKept && this.#stored > 0) {
        this.#storeIsGone = true;
        return rows;
      }
      if (!(error instanceof Rejected) || isAboutKey(error)) throw error;
      if (rows.length === 1) return this.#refuse(rows, error);
      const middle = Math.ceil(rows.length / 2);
      await this.save(rows.slice(0, middle));
      return rows.slice(middle);
    }
  }

  #refuse(rows: readonly ValidRow[], rejected: Rejected): readonly ValidRow[] {
    this.#rows.push(...rows.map(({ index }) => ({ index, rejected })));
    return [];
  }

  async #saveTogether(rows: readonly ValidRow[]): Promise<readonly ValidRow[]> {
    const { newId } = this.#deps;
    const { value, subjects, replayed } = await this.#parts.store(rows, (tx, now) =>
      storeBatchRows(tx, rows, { ...this.#options, now, newId }),
    );
    this.#stored += 1;
    if (replayed) this.#replayed += 1;
    this.#subjects += subjects;
    this.#rows.push(...value.saved);
    return rows.filter(({ index }) => value.postponed.includes(index));
  }
}

/** It refuses the whole request. */
const isAboutKey = ({ code }: Rejected) =>
  code === 'idempotency-key-busy' || code === 'idempotency-key-reused';
