/**
 * Raise it with any change of what a view's rows hold or of how they are keyed, then build a new generation: tables
 * of one generation hold rows of one version of the projection alone.
 */
export const PROJECTION_VERSION = 2;

/** The first version whose generations have `access_keys`. */
const KEYS_SINCE = 2;

/** Whether a generation has keys of machines. */
export const hasAccessKeys = ({ projectionVersion }: { readonly projectionVersion: number }) =>
  projectionVersion >= KEYS_SINCE;
