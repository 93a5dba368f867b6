/**
 * While ratings are being stored, the relay of this process waits, and shows many of them together: a movie whose ratings stand all
 * over the file would else be changed, and all of its rows in the view with it, every second. Running apps go on as they always do.
 */
export interface RelayHold {
  /** From the beginning on, and from the next `stored` on after an `end`. */
  mayWait(): boolean;
  /** So many more ratings are stored, and others follow; returns whether the view is to have them first, from which on it counts anew. */
  stored(ratings: number): boolean;
  /** All are stored: what waits is shown at once. */
  end(): void;
}

/** So many ratings leave as many rows in the outbox and at most as many deltas, of some 200 bytes each. */
const MOST_WAITING = 1_000_000;

export function relayHold(): RelayHold {
  let waiting: number | null = 0;
  return {
    mayWait: () => waiting !== null,
    stored(ratings) {
      waiting = (waiting ?? 0) + ratings;
      if (waiting <= MOST_WAITING) return false;
      waiting = 0;
      return true;
    },
    end() {
      waiting = null;
    },
  };
}
