/** A row's place in the lists, but for the bucket and the id that follow from it. */
export interface ListPlace {
  readonly list: string;
  readonly sortKey: string;
}

/** Where rows stood before and stand no more, each place once. */
export function gonePlaces<P extends ListPlace>(now: readonly P[], before: readonly P[]): P[] {
  if (before.length === 0) return [];
  const gone = new Map(before.map((place) => [nameOf(place), place]));
  for (const place of now) gone.delete(nameOf(place));
  return [...gone.values()];
}

const nameOf = ({ list, sortKey }: ListPlace) => `${sortKey}\n${list}`;
