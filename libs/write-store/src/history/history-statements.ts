export interface HistoryStatements {
  /** @rows, whole */
  readonly insert: string;
  /** @movie, @from, @limit → rows before this version, the newest first */
  readonly older: string;
  /** @movie, @from, @limit → rows after this version, the oldest first */
  readonly newer: string;
  /** @movie, @version → the row whose content before is of this version */
  readonly made: string;
  /** @before → movie_id of up to 1,000 rows of earlier changes, deleted */
  readonly prune: string;
}

export const historyColumns = `movie_id, version, before_version, before_content, provider_id,
  added_at, changed_by, changed_at`;
