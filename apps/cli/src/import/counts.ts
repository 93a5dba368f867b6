/** What became of the rows of an import. */
export interface Counts {
  /** Made anew. */
  readonly accepted: number;
  readonly replaced: number;
  /** There already, or deleted by someone; or replaced by the same. */
  readonly unchanged: number;
  readonly refused: number;
}

export const noCounts: Counts = { accepted: 0, replaced: 0, unchanged: 0, refused: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    accepted: a.accepted + b.accepted,
    replaced: a.replaced + b.replaced,
    unchanged: a.unchanged + b.unchanged,
    refused: a.refused + b.refused,
  };
}

export const totalOf = ({ accepted, replaced, unchanged, refused }: Counts) =>
  accepted + replaced + unchanged + refused;
