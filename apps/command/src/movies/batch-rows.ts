/** Rows of a batch before any store is asked. */
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
export function readRows(
  rows: readonly unknown[],
  casts?: Parameters<typeof castRefs>[1],
): {
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
      valid.push({ index, input, id, refs: castRefs(input.cast, casts) });
    }
  }
  return { valid, refused };
}

/** Chunks of at most `size` rows, in order. */
export function chunksOf<Row>(rows: readonly Row[], size: number): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, chunk) =>
    rows.slice(chunk * size, (chunk + 1) * size),
  );
}
