/** The change feed's part of the view port: what was changed, in the order of commits. All generations share it. */

export interface ChangeFeed {
  /**
   * The changes after this position, in order, up to the first that is not there (yet): none of them is left out. At most 1,000.
   * Written by whichever generation has a change first, so another one may not have it yet: look at its version.
   */
  changes(options: { readonly after: number; readonly limit: number }): Promise<FeedChange[]>;
  /** Those of these positions that are not there. At most 1,000. */
  lackingPositions(positions: readonly number[]): Promise<number[]>;
  /** `null` before the store was migrated to the release that has it. */
  feedState(): Promise<FeedState | null>;
  /** The highest position of what is noted as applied of this write; `null` where none is known. */
  appliedPosition(write: string): Promise<number | null>;
}

/** As `PutChange`. */
export interface FeedChange {
  readonly position: number;
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface FeedState {
  /** Milliseconds since 1970: tells this feed from one of a store that was there before. */
  readonly beganAt: number;
  /**
   * All changes up to this position have come into the view. One that is not there when it is looked for after this was read never
   * comes: it was made before the feed began, or is older than what is kept. 0: not known yet.
   */
  readonly settled: number;
}

/** How long changes are kept, from when they were stored. */
export const CHANGES_KEPT_MS = 30 * 86_400_000;

/** Of rows in order, those from this position on that leave out none. */
export function withoutGap(rows: readonly FeedChange[], from: number): FeedChange[] {
  const gap = rows.findIndex(({ position }, index) => position !== from + index);
  return gap < 0 ? [...rows] : rows.slice(0, gap);
}
