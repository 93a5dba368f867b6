import type { RecordType } from '@marquee/contracts';

export interface RecordTable {
  readonly table: string;
  /** What a document is made of; `id` and `version` among it. */
  readonly columns: string;
}

/** Where records of each type stand. Each table has `id`, unique, and `version`; deleted ones leave a row in `deleted_records`. */
export const recordTables: Readonly<Record<RecordType, RecordTable>> = {
  comment: { table: 'comments', columns: 'id, version, movie_id, user_id, text, created_at' },
  session: {
    table: 'sessions',
    columns: 'id, version, session_id, player_id, country, started_at, ended_at',
  },
  sessionDay: { table: 'session_days', columns: 'id, version, country, day' },
  rating: { table: 'ratings', columns: 'id, version, movie_id, user_id, half_stars, rated_on' },
};

/** A text of each of them. */
export function perRecordType<T>(make: (table: RecordTable, type: RecordType) => T) {
  const made = Object.entries(recordTables).map(([type, table]) => [
    type,
    make(table, type as RecordType),
  ]);
  return Object.fromEntries(made) as Readonly<Record<RecordType, T>>;
}
