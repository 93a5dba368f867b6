export interface SessionStatements {
  /** @ids → session rows, locked for change */
  readonly lock: string;
  /** @rows, whole */
  readonly insert: string;
  /** @rows { id, before, version, country, startedAt, endedAt, expiresAt } → id */
  readonly update: string;
  /** @player, @limit → session rows, deleted in the order of their ids */
  readonly deleteOfPlayer: string;
  /** @rows, whole */
  readonly insertDays: string;
  /** @now → id of up to 1,000 sessions that ended, deleted */
  readonly prune: string;
  /** @now → as `prune`, of days */
  readonly pruneDays: string;
}
