/**
 * Raise it with any change of what a view's rows hold or of how they are keyed, then build a new generation: tables
 * of one generation hold rows of one version of the projection alone.
 */
export const PROJECTION_VERSION = 3;

/** The first version whose generations have movies in order of plays and popularity. */
const RANKS_SINCE = 3;

/** Whether a generation has movies in order of plays and popularity. */
export const hasRanks = ({ projectionVersion }: { readonly projectionVersion: number }) =>
  projectionVersion >= RANKS_SINCE;

/** The first version whose projectors write the change feed, and note the positions of writes. */
const CHANGE_FEED_SINCE = 3;

/** Whether all changes of a generation are in the change feed. */
export const hasChangeFeed = ({ projectionVersion }: { readonly projectionVersion: number }) =>
  projectionVersion >= CHANGE_FEED_SINCE;
