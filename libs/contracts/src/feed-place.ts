/** Between two changes of the change feed. What follows keeps it, together with what it has made of the changes up to there. */
export interface FeedPlace {
  /** When the feed began, in milliseconds since 1970: tells it from one of a store that was there before. */
  readonly beganAt: number;
  readonly position: number;
}
