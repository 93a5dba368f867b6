/** What a batch of movies makes of those that exist: rows in order, each seeing what the rows before it did. */
import { Rejected } from '@marquee/contracts';
import { checkOwner, type Writer } from './check-owner.js';
import { decideCreate, decideReplace } from './decide-movie.js';
import type { MovieContent, MovieState } from './movie-state.js';

export interface BatchRow {
  readonly index: number;
  /** What the caller calls the movie; lower-case. */
  readonly id: string | null;
  readonly content: MovieContent;
}

export interface BatchContext {
  readonly writer: Writer;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly newId: () => string;
  /** `createOnly` leaves alone what exists or, by its id, existed. */
  readonly mode: 'upsert' | 'createOnly';
  /** Ids of movies that were deleted. */
  readonly deleted: ReadonlySet<string>;
}

/** What becomes of a row; `unchanged` when its movie is as it was. */
export interface DecidedRow {
  readonly index: number;
  readonly status: 200 | 201;
  readonly id: string;
  readonly unchanged: boolean;
}

export interface RefusedRow {
  readonly index: number;
  readonly rejected: Rejected;
}

export interface BatchDecision {
  readonly rows: readonly DecidedRow[];
  readonly refused: readonly RefusedRow[];
  /** One for each movie that changes, however many rows were about it. */
  readonly changes: readonly { readonly before: MovieState | null; readonly after: MovieState }[];
  /**
   * The rest, from the first row on that takes an identifier which an earlier row made free: a database that checks each row may
   * meet the taking before the giving up, so they go into a transaction after this one. Never all of the rows.
   */
  readonly postponed: readonly BatchRow[];
}

/** `existing` holds every movie that has the id or an identifier of one of the rows. */
export function decideBatch(
  existing: readonly MovieState[],
  rows: readonly BatchRow[],
  context: BatchContext,
): BatchDecision {
  const movies = new Catalogue(existing);
  const decided: DecidedRow[] = [];
  const refused: RefusedRow[] = [];
  const end = rows.findIndex((row) => {
    if (movies.isFreed(row)) return true;
    try {
      decided.push({ index: row.index, ...decideRow(movies, row, context) });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      refused.push({ index: row.index, rejected: error });
    }
    return false;
  });
  const postponed = end === -1 ? [] : rows.slice(end);
  return { rows: decided, refused, changes: movies.changes(), postponed };
}

function decideRow(
  movies: Catalogue,
  row: BatchRow,
  { mode, deleted, writer, now, newId }: BatchContext,
): Omit<DecidedRow, 'index'> {
  const [before, other] = movies.find(row);
  if (mode === 'createOnly') {
    const known = before?.id ?? (row.id !== null && deleted.has(row.id) ? row.id : undefined);
    if (known !== undefined) return { status: 200, id: known, unchanged: true };
  }
  if (other !== undefined) {
    throw new Rejected('already-exists', 'Its identifiers belong to different movies.');
  }
  if (before === undefined) {
    const id = row.id ?? newId();
    movies.put(decideCreate(row.content, { id, providerId: writer.id, now }));
    return { status: 201, id, unchanged: false };
  }
  checkOwner(before, writer);
  const after = decideReplace(before, row.content);
  movies.put(after);
  return { status: 200, id: after.id, unchanged: after === before };
}

/** The movies as the rows so far have left them, found by any of their identifiers. */
class Catalogue {
  readonly #before = new Map<string, MovieState>();
  readonly #after = new Map<string, MovieState>();
  readonly #idByIdentifier = new Map<string, string>();
  readonly #idByIdentifierBefore: ReadonlyMap<string, string>;

  constructor(existing: readonly MovieState[]) {
    for (const movie of existing) {
      this.#before.set(movie.id, movie);
      this.put(movie);
    }
    this.#idByIdentifierBefore = new Map(this.#idByIdentifier);
  }

  /** Whether one of the row's identifiers was given up by the movie that had it. */
  isFreed({ content }: BatchRow): boolean {
    return identifiersOf(content).some((identifier) => {
      const before = this.#idByIdentifierBefore.get(identifier);
      return before !== undefined && before !== this.#idByIdentifier.get(identifier);
    });
  }

  /** The distinct movies that have the row's id or one of its identifiers. */
  find({ id, content }: BatchRow): readonly MovieState[] {
    const ids = identifiersOf(content).map((identifier) => this.#idByIdentifier.get(identifier));
    return [...new Set([id, ...ids])].flatMap((each) => this.#after.get(each ?? '') ?? []);
  }

  put(movie: MovieState): void {
    const before = this.#after.get(movie.id);
    for (const old of before ? identifiersOf(before.content) : []) this.#idByIdentifier.delete(old);
    for (const now of identifiersOf(movie.content)) this.#idByIdentifier.set(now, movie.id);
    this.#after.set(movie.id, movie);
  }

  changes(): BatchDecision['changes'] {
    return [...this.#after.values()].flatMap((after) => {
      const before = this.#before.get(after.id) ?? null;
      // Compared anew: a later row may have put back what an earlier one changed.
      return before !== null && decideReplace(before, after.content) === before
        ? []
        : [{ before, after }];
    });
  }
}

function identifiersOf({ tmdbId, imdbId }: MovieContent): readonly string[] {
  return [...(tmdbId === null ? [] : [`tmdb:${tmdbId}`]), ...(imdbId === null ? [] : [imdbId])];
}
