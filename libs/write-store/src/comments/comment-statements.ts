export interface CommentStatements {
  /** @movie → id; the movie cannot go before the commit */
  readonly movie: string;
  /** @id → comment row, locked for change */
  readonly lock: string;
  /** @rows, whole */
  readonly insert: string;
  /** @id, @before → id */
  readonly delete: string;
  /** @movie, @limit → comment rows without their texts, deleted in the order of their ids */
  readonly deleteOfMovie: string;
  /** @user, @limit → as `deleteOfMovie` */
  readonly deleteOfUser: string;
}
