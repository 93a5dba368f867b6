/** Some rows of a batch in one transaction. */
import { Rejected } from '@marquee/contracts';
import {
  type BatchRow,
  decideBatch,
  type MovieState,
  normaliseMovie,
  type RefusedRow,
} from '@marquee/domain';
import type { Caller } from '@marquee/service';
import type { MovieIdentifiers, WriteTransaction } from '@marquee/write-store';
import type { ValidRow } from './batch-rows.js';
import { idsOfCast, resolveCast } from './cast-actors.js';

export interface BatchOptions {
  readonly caller: Caller;
  /** `createOnly` leaves alone, unchanged, what exists or, by its id, existed and was deleted. */
  readonly mode: 'upsert' | 'createOnly';
  /** Whether an entry of a cast with an id that nobody has and a name makes that actor: for files that were exported. */
  readonly makeActors?: boolean;
}

export interface SavedRow {
  readonly index: number;
  readonly status: 200 | 201;
  readonly id: string;
  /** `null` for a movie that is left alone. */
  readonly version: number | null;
  readonly unchanged: boolean;
}

/** Rolls a transaction back because of some rows; the others are tried again without them. */
export class RowsRefused extends Error {
  override name = 'RowsRefused';
  readonly rows: readonly RefusedRow[];

  constructor(rows: readonly RefusedRow[]) {
    super(`${rows.length} rows were refused`);
    this.rows = rows;
  }
}

interface StoreContext extends BatchOptions {
  readonly now: number;
  readonly newId: () => string;
}

/** Survives JSON. */
export interface StoredRows {
  readonly saved: readonly SavedRow[];
  /** Indexes of rows that need a transaction of their own. */
  readonly postponed: readonly number[];
}

/** Decides and stores. @throws {RowsRefused} so that nothing stays that a refused row has made */
export async function storeBatchRows(
  tx: WriteTransaction,
  rows: readonly ValidRow[],
  context: StoreContext,
): Promise<StoredRows> {
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
  return {
    saved: decided.rows.map((row) => ({ ...row, version: versions.get(row.id) ?? null })),
    postponed: decided.postponed.map(({ index }) => index),
  };
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
