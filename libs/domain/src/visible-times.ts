/** How long changes took, counted in buckets: each is a fifth longer than the one before, so a quantile is right to a tenth. */

const BUCKETS_AN_OCTAVE = 4;
/** Of a day and more. */
export const LAST_BUCKET = 106;

/** @param ms from 0; what a clock that was set back makes less counts as 0 */
export function bucketOfMs(ms: number): number {
  if (ms <= 1) return 0;
  return Math.min(LAST_BUCKET, Math.ceil(Math.log2(ms) * BUCKETS_AN_OCTAVE));
}

/** Between its bounds, by ratio. */
function msOfBucket(bucket: number): number {
  if (bucket === 0) return 1;
  return Math.round(2 ** ((bucket - 0.5) / BUCKETS_AN_OCTAVE));
}

/** In milliseconds; `null` where nothing was counted. @param counts by bucket @param share above 0, up to 1 */
export function quantileMs(counts: ReadonlyMap<number, number>, share: number): number | null {
  const inOrder = [...counts].toSorted(([a], [b]) => a - b);
  const all = inOrder.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bucket, count] of inOrder) {
    below += count;
    if (below >= all * share) return msOfBucket(bucket);
  }
  return null;
}
