export interface StatisticsStatements {
  /** @rows { provider, day, what, amount } → provider_id, day, what of those that were there, and are more now */
  readonly raise: string;
  /** @rows as `raise` */
  readonly insert: string;
  /** @provider, @from → day, what, amount from this day on */
  readonly days: string;
  /** @before → day of up to 1,000 rows of earlier days, deleted */
  readonly prune: string;
  /** @provider, @after, @limit → movies, ratings, plays of so many movies after this id, and `last`, the last of their ids */
  readonly amounts: string;
}
