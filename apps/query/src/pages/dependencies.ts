/** What a page was made of: stretches of lists, filmographies, and a total. */
import type { Position, Touched } from '@marquee/contracts';

/** All of a list that was looked at, in the order of the walk: beyond `after`, up to and with `last`; `null`: to that end. */
export interface SeenStretch {
  readonly list: string;
  readonly after: Position | null;
  readonly last: Position | null;
  readonly compare: (a: Position, b: Position) => number;
}

export interface Dependencies {
  readonly stretches: readonly SeenStretch[];
  /** Ids of actors. */
  readonly filmographies: readonly string[];
  /** The selection whose size the page states. */
  readonly total: string | null;
}

/** Whether the change may show in the page's items or links. */
export function showsIn({ stretches, filmographies }: Dependencies, touched: Touched): boolean {
  return (
    stretches.some((stretch) => touchesStretch(stretch, touched)) ||
    filmographies.some((actorId) => touched.filmographies.includes(actorId))
  );
}

function touchesStretch({ list, after, last, compare }: SeenStretch, { places }: Touched): boolean {
  return (places[list] ?? []).some(([sortKey, id]) => {
    const place = { sortKey, id };
    return (
      (after === null || compare(after, place) < 0) && (last === null || compare(place, last) <= 0)
    );
  });
}
