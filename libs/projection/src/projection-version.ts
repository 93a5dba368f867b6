/**
 * Raise it with any change of what a view's rows hold or of how they are keyed, then build a new generation: tables
 * of one generation hold rows of one version of the projection alone.
 */
export const PROJECTION_VERSION = 3;
