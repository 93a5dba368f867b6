import type { CoveredWrite } from '@marquee/contracts';

/** The covered writes of these deltas, once each. */
export function distinctCovers(rows: readonly { readonly covers: string }[]): CoveredWrite[] {
  const covers = [...new Set(rows.map((row) => row.covers))];
  return covers.map((json) => JSON.parse(json));
}
