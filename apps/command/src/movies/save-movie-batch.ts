/** Many movies in one write: few transactions, and each row answers for itself. */
import { Rejected, StoreUnavailable } from '@marquee/contracts';
import {
  type BatchRow,
  checkProvider,
  decideBatch,
  type MovieState,
  normaliseMovie,
  type RefusedRow,
} from '@marquee/domain';
import type { Caller, ConsistencyToken } from '@marquee/service';
import type { MovieIdentifiers, WriteTransaction } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import { chunksOf, readRows, type ValidRow } from './batch-rows.js';
import { idsOfCast, resolveCast } from './cast-actors.js';

export interface BatchOptions {
  readonly caller: Caller;
  /** `createOnly` leaves alone, unchanged, what exists or, by its id, existed and was deleted. */
  readonly mode: 'upsert' | 'createOnly';
}

export interface SavedRow {
  readonly index: number;
  readonly status: 200 | 201;
  readonly id: string;
  /** `null` for a movie that is left alone. */
  readonly version: number | null;
  readonly unchanged: boolean;
}

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

/** Rolls a transaction back because of some rows; the others are tried again without them. */
class RowsRefused extends Error {
  override name = 'RowsRefused';
  readonly rows: readonly RefusedRow[];

  constructor(rows: readonly RefusedRow[]) {
    super(`${rows.length} rows were refused`);
    this.rows = rows;
  }
}

/** One write as it goes through its transactions. */
class Batch {
  readonly #deps: BatchDeps;
  readonly #options: BatchOptions;
  readonly #write: string;
  readonly #rows: (SavedRow | RefusedRow)[];
  #part = 0;
  #subjects = 0;

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

  /** All of these rows in one transaction if they will; else without those that a rule refuses, or in halves. */
  async save(rows: readonly ValidRow[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      await this.#saveTogether(rows);
    } catch (error) {
      if (error instanceof RowsRefused) {
        this.#rows.push(...error.rows);
        const refused = new Set(error.rows.map(({ index }) => index));
        return await this.save(rows.filter(({ index }) => !refused.has(index)));
      }
      if (error instanceof StoreUnavailable && this.#part > 0) {
        return this.#refuse(rows, new Rejected('unavailable'));
      }
      if (!(error instanceof Rejected)) throw error;
      if (rows.length === 1) return this.#refuse(rows, error);
      const middle = Math.ceil(rows.length / 2);
      await this.save(rows.slice(0, middle));
      await this.save(rows.slice(middle));
    }
  }

  #refuse(rows: readonly ValidRow[], rejected: Rejected): void {
    this.#rows.push(...rows.map(({ index }) => ({ index, rejected })));
  }

  async #saveTogether(rows: readonly ValidRow[]): Promise<void> {
    const now = this.#deps.now();
    const { value, subjects } = await this.#deps.writeStore.write(
      (tx) => storeRows(tx, rows, { ...this.#options, now, newId: this.#deps.newId }),
      { write: this.#write, part: this.#part, providerId: this.#options.caller.id, now },
    );
    this.#part += 1;
    this.#subjects += subjects;
    this.#rows.push(...value);
  }
}

interface StoreContext extends BatchOptions {
  readonly now: number;
  readonly newId: () => string;
}

/** Decides and stores. @throws {RowsRefused} so that nothing stays that a refused row has made */
async function storeRows(
  tx: WriteTransaction,
  rows: readonly ValidRow[],
  context: StoreContext,
): Promise<readonly SavedRow[]> {
  const { readable, unreadable } = await readCasts(tx, rows);
  const existing = await tx.lockMovies(identifiersOf(readable));
  const deleted = await deletedOf(tx, readable, context);
  const writer = context.caller;
  const decided = decideBatch(existing, readable, { ...context, writer, deleted });
  const refused = [...unreadable, ...decided.refused];
  if (refused.length > 0) throw new RowsRefused(refused);

  const stored = decided.changes.length === 0 ? [] : await tx.saveMovies(decided.changes);
  if (context.mode === 'upsert') await awaitOthers(tx, decided.rows, stored);
  const versions = new Map<string, number>();
  for (const movie of [...existing, ...stored]) if (movie) versions.set(movie.id, movie.version);
  return decided.rows.map((row) => ({ ...row, version: versions.get(row.id) ?? null }));
}

/** Rows with the actors of their casts, and those whose casts name actors that do not exist. */
async function readCasts(tx: WriteTransaction, rows: readonly ValidRow[]) {
  const actors = await resolveCast(
    tx,
    rows.flatMap(({ refs }) => refs),
  );
  const readable: BatchRow[] = [];
  const unreadable: RefusedRow[] = [];
  let from = 0;
  for (const { index, id, input, refs } of rows) {
    const own = actors.slice(from, from + refs.length);
    from += refs.length;
    try {
      readable.push({ index, id, content: normaliseMovie(input, idsOfCast(own)) });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      unreadable.push({ index, rejected: error });
    }
  }
  return { readable, unreadable };
}

function identifiersOf(rows: readonly BatchRow[]): MovieIdentifiers {
  return {
    ids: rows.flatMap(({ id }) => id ?? []),
    tmdbIds: rows.flatMap(({ content }) => content.tmdbId ?? []),
    imdbIds: rows.flatMap(({ content }) => content.imdbId ?? []),
  };
}

async function deletedOf(
  tx: WriteTransaction,
  rows: readonly BatchRow[],
  { mode }: BatchOptions,
): Promise<ReadonlySet<string>> {
  const ids = mode === 'createOnly' ? rows.flatMap(({ id }) => id ?? []) : [];
  return ids.length === 0 ? new Set() : await tx.deletedMovies(ids);
}

/** Lets the token also wait for what earlier writes made of the movies that this one leaves as they are. */
async function awaitOthers(
  tx: WriteTransaction,
  rows: readonly { readonly id: string }[],
  changed: readonly (MovieState | null)[],
): Promise<void> {
  const ids = new Set(rows.map(({ id }) => id));
  for (const movie of changed) if (movie !== null) ids.delete(movie.id);
  if (ids.size > 0) await tx.awaitMovies([...ids]);
}
