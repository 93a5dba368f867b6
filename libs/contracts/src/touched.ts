/** What changes did to the view, told to those who keep pages of it. */

export type TouchedPlace = readonly [sortKey: string, id: string];

export interface Touched {
  /** Places in lists of movies where a row came, went or was written anew, by `<selection>/<sort>`. */
  readonly places: { readonly [list: string]: readonly TouchedPlace[] };
  /** Actors whose filmographies changed in any row. */
  readonly filmographies: readonly string[];
  /** Selections whose totals changed. */
  readonly totals: readonly string[];
  /** The highest position of a change that is in the change feed now. */
  readonly position?: number;
}
