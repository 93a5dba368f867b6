import type { Touched, TouchedPlace } from '@marquee/contracts';
import type { Mutation } from './mutation.js';

/** Which pages of movies these mutations may show in (a page shows a row, its absence, or a total), and how far the feed goes now. */
export function touchedBy(mutations: readonly Mutation[]): Touched {
  const places: { [list: string]: TouchedPlace[] } = {};
  const filmographies = new Set<string>();
  const totals = new Set<string>();
  let position = 0;
  for (const mutation of mutations) {
    if (mutation.table === 'movieLists') {
      const place = [mutation.sortKey, mutation.id] as const;
      const touched = places[mutation.list];
      if (touched === undefined) places[mutation.list] = [place];
      else touched.push(place);
    }
    if (mutation.table === 'actorMovies') filmographies.add(mutation.actorId);
    if (mutation.table === 'totals') totals.add(mutation.selection);
    if (mutation.table === 'changesByPosition') position = Math.max(position, mutation.position);
  }
  const touched = { places, filmographies: [...filmographies], totals: [...totals] };
  return position === 0 ? touched : { ...touched, position };
}
