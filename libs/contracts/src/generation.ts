/** A set of view tables made by one version of the projection. */
export interface Generation {
  /** Short and lower-case (`g1`): part of table and queue names. */
  readonly name: string;
  /** `PROJECTION_VERSION` of the code that fills it; only projectors of that version read its queue. */
  readonly projectionVersion: number;
  readonly splits: SplitPoints;
}

/** Where a list is cut into buckets: by `<selection>/<sort>`, ascending positions. A list without an entry is one bucket. */
export type SplitPoints = { readonly [list: string]: readonly Position[] };

/** A place in a list. */
export interface Position {
  readonly sortKey: string;
  readonly id: string;
}
