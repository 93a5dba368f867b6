/** Many movies in one write: few transactions, and each row answers for itself. */
import { Rejected, StoreUnavailable } from '@marquee/contracts';
import { checkProvider, type RefusedRow } from '@marquee/domain';
import type { ConsistencyToken } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
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
}

type BatchDeps = Pick<CommandDeps, 'writeStore' | 'now' | 'newId' | 'newWrite'>;

const rowsPerTransaction = 50;

/**
 * Creates each movie, or replaces the one that has its id or identifiers. Whatever is wrong in a row fails that row alone.
 * @throws {Rejected} `forbidden`
 * @throws {StoreUnavailable} when nothing is stored yet; rows that come later carry `unavailable` as their rejection
 */
export async function saveMovieBatch(
  deps: BatchDeps,
  rows: readonly unknown[],
  options: BatchOptions,
): Promise<SavedBatch> {
  checkProvider(options.caller);
  const { valid, refused } = readRows(rows);
  const batch = new Batch(deps, options, refused);
  for (const chunk of chunksOf(valid, rowsPerTransaction)) await batch.save(chunk);
  return batch.saved();
}

/** One write as it goes through its transactions. */
class Batch {
  readonly #deps: BatchDeps;
  readonly #options: BatchOptions;
  readonly #write: string;
  readonly #rows: (SavedRow | RefusedRow)[];
  #part = 0;
  #subjects = 0;
  /** It stopped answering midway: what is left is refused at once, not each chunk after a timeout. */
  #storeIsGone = false;

  constructor(deps: BatchDeps, options: BatchOptions, refused: readonly RefusedRow[]) {
    this.#deps = deps;
    this.#options = options;
    this.#write = deps.newWrite();
    this.#rows = [...refused];
  }

  saved(): SavedBatch {
    return {
      rows: this.#rows.sort((a, b) => a.index - b.index),
      token: { write: this.#write, subjects: this.#subjects },
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
      if (error instanceof StoreUnavailable && this.#part > 0) {
        this.#storeIsGone = true;
        return rows;
      }
      if (!(error instanceof Rejected)) throw error;
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
    const now = this.#deps.now();
    const { caller } = this.#options;
    const { value, subjects } = await this.#deps.writeStore.write(
      (tx) => storeBatchRows(tx, rows, { ...this.#options, now, newId: this.#deps.newId }),
      { write: this.#write, part: this.#part, providerId: caller.id, origin: caller.origin, now },
    );
    this.#part += 1;
    this.#subjects += subjects;
    this.#rows.push(...value.saved);
    return rows.filter(({ index }) => value.postponed.has(index));
  }
}
