/** Where a movie stands among the most played and the most popular: so coarsely that it seldom moves there. */
import type { Ranks } from '@marquee/contracts';
import { ratingAsRead } from './as-read.js';

/**
 * Popularity is log10(plays) × average: of the plays as they are ranked and the average as it is read, so that whoever sees
 * these two can tell it, and it moves when one of them does and at no other time.
 */
export function ranksOf(counts: {
  readonly plays: number;
  readonly ratingCount: number;
  readonly halfStars: number;
}): Ranks {
  const plays = rankedPlays(counts.plays);
  const { average } = ratingAsRead(counts);
  if (plays === null || average === null) return { plays, popularity: null };
  return { plays, popularity: Math.round(Math.log10(plays) * Math.round(average * 100)) };
}

/** To two significant digits, half up, in integers; `null` for none. */
export function rankedPlays(plays: number): number | null {
  if (plays <= 0) return null;
  let unit = 1;
  while (plays >= 100 * unit) unit *= 10;
  const raised = unit === 1 ? plays : plays + unit / 2;
  return raised - (raised % unit);
}

export const sameRanks = (a: Ranks, b: Ranks) =>
  a.plays === b.plays && a.popularity === b.popularity;
