/**
 * While ratings are being stored, this process folds them now and then only: a movie whose ratings stand all over the file would else
 * be changed, and all of its rows in the view with it, every second. Running apps fold as they always do.
 */
export interface FoldHold {
  /** So many more ratings are stored, and others follow. */
  stored(ratings: number): void;
  /** All are stored: what waits is folded at once. */
  end(): void;
  mayWait(): boolean;
}

/** So many ratings leave at most as many deltas, of some 200 bytes each. */
const MOST_WAITING = 200_000;

export function foldHold(): FoldHold {
  let waiting: number | null = null;
  return {
    stored(ratings) {
      waiting = (waiting ?? 0) + ratings;
    },
    end() {
      waiting = null;
    },
    mayWait() {
      if (waiting === null) return false;
      if (waiting < MOST_WAITING) return true;
      waiting = 0;
      return false;
    },
  };
}
