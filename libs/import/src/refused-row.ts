import type { RowFault } from './formats/plan.js';
import type { Place } from './read/row-reader.js';

export interface RefusedRow {
  readonly place: Place;
  /** All of them. */
  readonly faults: readonly RowFault[];
  /** The value, or the bytes where they could not be read as one. */
  readonly row: unknown;
}
