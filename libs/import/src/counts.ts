/** What became of the rows of an import. */
export interface Counts {
  /** Made anew. */
  readonly accepted: number;
  readonly replaced: number;
  /** There already, or deleted by someone; or replaced by the same. */
  readonly unchanged: number;
  readonly refused: number;
  /** None of those that were asked for. */
  readonly skipped: number;
}

export const noCounts: Counts = {
  ...{ accepted: 0, replaced: 0, unchanged: 0 },
  ...{ refused: 0, skipped: 0 },
};

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    accepted: a.accepted + b.accepted,
    replaced: a.replaced + b.replaced,
    unchanged: a.unchanged + b.unchanged,
    refused: a.refused + b.refused,
    skipped: a.skipped + b.skipped,
  };
}

export const totalOf = ({ accepted, replaced, unchanged, refused, skipped }: Counts) =>
  accepted + replaced + unchanged + refused + skipped;

/** In words; what was skipped only where something was. */
export function describeCounts({ skipped, ...counts }: Counts): string {
  const { accepted, replaced, unchanged, refused } = counts;
  const words = `accepted ${accepted}, replaced ${replaced}, unchanged ${unchanged}, refused ${refused}`;
  return skipped === 0 ? words : `${words}, skipped ${skipped}`;
}
