/** Rows of a batch before any store is asked: read, checked, and put together where they are about one movie. */
import { MovieInput } from '@marquee/contracts';
import { type CastRef, castRefs, type RefusedRow } from '@marquee/domain';
import { bodyValidator, invalidInput } from '@marquee/service';

/** A row that is right in itself. */
export interface ValidRow {
  readonly index: number;
  readonly input: MovieInput;
  /** What the caller calls the movie; lower-case. */
  readonly id: string | null;
  readonly refs: readonly CastRef[];
}

const faultsOf = bodyValidator(MovieInput);

/** Checks each row by the same rules as a single body; pointers are inside the row. */
export function readRows(rows: readonly unknown[]): {
  readonly valid: readonly ValidRow[];
  readonly refused: readonly RefusedRow[];
} {
  const valid: ValidRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [index, row] of rows.entries()) {
    const faults = faultsOf(row);
    if (faults.length > 0) {
      refused.push({ index, rejected: invalidInput(faults) });
    } else {
      const input = row as MovieInput; // just validated
      const id = input.id?.toLowerCase() ?? null;
      valid.push({ index, input, id, refs: castRefs(input.cast) });
    }
  }
  return { valid, refused };
}

/**
 * Chunks of about `size` rows, in order. Rows that share an id or an identifier stay in one chunk, so that each movie changes in one
 * transaction: a reader with the write's token waits for one change of each movie.
 */
export function chunksOf(
  rows: readonly ValidRow[],
  size: number,
): readonly (readonly ValidRow[])[] {
  const chunks: ValidRow[][] = [];
  let last: ValidRow[] = [];
  for (const group of groupsOf(rows)) {
    if (last.length === 0 || last.length + group.length > size) {
      last = [];
      chunks.push(last);
    }
    last.push(...group);
  }
  return chunks.map((chunk) => chunk.sort((a, b) => a.index - b.index));
}

/** Rows that share a key, also by way of other rows. */
function groupsOf(rows: readonly ValidRow[]): Iterable<readonly ValidRow[]> {
  const groupByKey = new Map<string, ValidRow[]>();
  const groups = new Set<ValidRow[]>();
  for (const row of rows) {
    const met = new Set(keysOf(row).map((key) => groupByKey.get(key)));
    const [home = [], ...others] = [...met].filter((group) => group !== undefined);
    const joining = [...others.flat(), row];
    home.push(...joining);
    for (const each of joining) for (const key of keysOf(each)) groupByKey.set(key, home);
    groups.add(home);
    for (const other of others) groups.delete(other);
  }
  return groups;
}

function keysOf({ id, input: { tmdbId, imdbId } }: ValidRow): readonly string[] {
  const identifiers = [id, typeof tmdbId === 'number' ? `tmdb:${tmdbId}` : null, imdbId];
  return identifiers.filter((key) => typeof key === 'string');
}
