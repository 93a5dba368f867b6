/** One batch into the store: what the store refuses is a refusal of that row, what it cannot take now is tried again. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Rejected, StoreUnavailable } from '@marquee/contracts';
import { addCounts, type Counts, noCounts } from './counts.js';
import type { FileFormat } from './formats/file-format.js';
import type {
  PlannedActor,
  PlannedMovie,
  PlannedRating,
  RatingRow,
  RowFault,
  SaveMode,
} from './formats/plan.js';
import type { Place } from './read/row-reader.js';
import type { RefusedRow } from './refused-row.js';

/** Stores rows in transactions of its own; each row answers for itself. */
export interface Save {
  movies(rows: readonly unknown[], mode: SaveMode): Promise<SavedMovies>;
  actors(rows: readonly unknown[]): Promise<SavedMovies>;
  ratings(rows: readonly RatingRow[]): Promise<SavedRatings>;
}

export interface SavedMovies {
  /** One for each row, in order. */
  readonly rows: readonly SavedMovie[];
  readonly token: WriteToken;
}

export type SavedMovie =
  | { readonly status: 200 | 201; readonly unchanged: boolean }
  | { readonly rejected: Rejected };

export interface SavedRatings {
  /** One for each row, in order; a code where there is no such movie, or the user was deleted. */
  readonly rows: readonly (SavedRating | 'movie-not-found' | 'user-not-found')[];
  readonly token: WriteToken;
}

export interface SavedRating {
  /** The half stars that it took the place of. */
  readonly before: number | null;
}

/** Names a write, and how many subjects the view must note as applied before it has all of it. */
export interface WriteToken {
  readonly write: string;
  readonly subjects: number;
}

/** A batch in the making. */
export interface Batch {
  readonly format: FileFormat;
  readonly rows: PlacedRow[];
  /** Rows that could not be read or understood. */
  readonly refused: RefusedRow[];
  /** How many rows are none of those that were asked for. */
  skipped: number;
}

export interface PlacedRow {
  readonly place: Place;
  readonly plan: PlannedMovie | PlannedActor | PlannedRating;
  /** As it was read. */
  readonly value: unknown;
}

/** A write of so many rows, on its way to the view. */
export interface PendingWrite extends WriteToken {
  readonly rows: number;
}

export interface SavedRows {
  readonly counts: Counts;
  readonly refused: readonly RefusedRow[];
  readonly writes: readonly PendingWrite[];
}

export async function saveBatch(save: Save, batch: Batch): Promise<SavedRows> {
  let counts: Counts = { ...noCounts, refused: batch.refused.length, skipped: batch.skipped };
  const refused = [...batch.refused];
  const writes: PendingWrite[] = [];
  for (const rows of alike(batch.rows)) {
    const saved = await saveAll(save, rows, batch.format);
    counts = addCounts(counts, saved.counts);
    refused.push(...saved.refused);
    writes.push(...saved.writes);
  }
  refused.sort((a, b) => a.place.row - b.place.row);
  return { counts, refused, writes };
}

/** What became of a row: `later` where the store could not take it at the moment. */
type Outcome = 'accepted' | 'replaced' | 'unchanged' | 'later' | readonly RowFault[];

const retryDelaysMs = [200, 1_000, 3_000, 10_000];

/** Rows that the store could not take at the moment are tried again; the run fails when that lasts. */
async function saveAll(
  save: Save,
  rows: readonly PlacedRow[],
  format: FileFormat,
): Promise<SavedRows> {
  const counts = { ...noCounts };
  const refused: RefusedRow[] = [];
  const writes: PendingWrite[] = [];
  let left = rows;
  for (const delayMs of [0, ...retryDelaysMs]) {
    await sleep(delayMs);
    const { outcomes, token } = await saveOnce(save, left);
    const later: PlacedRow[] = [];
    for (const [index, row] of left.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) throw new Error(`row ${row.place.row} was given no answer`);
      if (outcome === 'later') later.push(row);
      else if (typeof outcome === 'string') counts[outcome] += 1;
      else refused.push(refusedRow(row, outcome, format));
    }
    if (token !== null) writes.push({ ...token, rows: left.length - later.length });
    left = later;
    if (left.length === 0)
      return { counts: { ...counts, refused: refused.length }, refused, writes };
  }
  throw new StoreUnavailable('The write store does not answer.');
}

interface Saved {
  readonly outcomes: readonly Outcome[];
  readonly token: WriteToken | null;
}

async function saveOnce(save: Save, rows: readonly PlacedRow[]): Promise<Saved> {
  const [movies, actors, ratings] = [moviesOf(rows), actorsOf(rows), ratingsOf(rows)];
  try {
    const [first] = movies;
    if (first !== undefined) {
      const saved = await save.movies(
        movies.map(({ movie }) => movie),
        first.mode,
      );
      return { outcomes: saved.rows.map(savedOutcome), token: saved.token };
    }
    if (actors.length > 0) {
      const saved = await save.actors(actors.map(({ actor }) => actor));
      return { outcomes: saved.rows.map(savedOutcome), token: saved.token };
    }
    const saved = await save.ratings(ratings.map(({ rating }) => rating));
    const outcomes = ratings.map(({ rating }, at) => ratingOutcome(rating, saved.rows[at]));
    return { outcomes, token: saved.token };
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return { outcomes: rows.map(() => 'later'), token: null };
  }
}

const moviesOf = (rows: readonly PlacedRow[]) =>
  rows.flatMap(({ plan }) => (plan.kind === 'movie' ? [plan] : []));
const actorsOf = (rows: readonly PlacedRow[]) =>
  rows.flatMap(({ plan }) => (plan.kind === 'actor' ? [plan] : []));
const ratingsOf = (rows: readonly PlacedRow[]) =>
  rows.flatMap(({ plan }) => (plan.kind === 'rating' ? [plan] : []));

function savedOutcome(row: SavedMovie): Outcome {
  if (!('rejected' in row)) {
    return row.unchanged ? 'unchanged' : row.status === 201 ? 'accepted' : 'replaced';
  }
  return row.rejected.code === 'unavailable' ? 'later' : faultsOf(row.rejected);
}

function faultsOf({ code, message, faults }: Rejected): readonly RowFault[] {
  return faults.length > 0 ? faults : [{ code, detail: message }];
}

function ratingOutcome(
  { halfStars }: RatingRow,
  saved: SavedRatings['rows'][number] | undefined,
): Outcome {
  if (saved === undefined) throw new Error('a rating was given no answer');
  if (typeof saved === 'string') return [ratingFaults[saved]];
  if (saved.before === null) return 'accepted';
  return saved.before === halfStars ? 'unchanged' : 'replaced';
}

const ratingFaults = {
  'movie-not-found': {
    ...{ column: 'movieId', code: 'movie-not-found' },
    detail: 'There is no such movie: import movies.csv first, or links.csv along with this file.',
  },
  'user-not-found': {
    ...{ column: 'userId', code: 'user-not-found' },
    detail: 'This user was deleted, and rates no more.',
  },
};

/** Names the columns that the faults are in, and shows the row as it was read. */
function refusedRow(
  { place, value }: PlacedRow,
  faults: readonly RowFault[],
  format: FileFormat,
): RefusedRow {
  const named = faults.map((fault) => {
    const column = fault.column ?? format.columnOf(fault.pointer?.split('/')[1] ?? '');
    return column === undefined ? fault : { ...fault, column };
  });
  return { place, faults: named, row: format.show(value) };
}

/** Neighbours that are saved in one way, in order. */
function alike(rows: readonly PlacedRow[]): PlacedRow[][] {
  const wayOf = ({ plan }: PlacedRow) => (plan.kind === 'movie' ? plan.mode : plan.kind);
  const runs: PlacedRow[][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && wayOf(last[0]) === wayOf(row)) last.push(row);
    else runs.push([row]);
  }
  return runs;
}
