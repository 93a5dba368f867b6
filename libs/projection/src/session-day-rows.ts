/**
 * `session_days`
 * question: on which days were sessions started in this country?
 * key: (list, bucket), then (sort_key, day_id)
 * order: by day; read from the newest
 * growth: one row for each day of a country with sessions, at most 367 a list, for a year from the end of the day
 * writer: the projector alone, at the day's version
 */
import { type RecordChange, type SplitPoints, sessionDayEnd } from '@marquee/contracts';
import { bucketOf } from './buckets.js';
import type { RecordRows } from './mutation.js';
import { sessionDaysList } from './selections.js';

/** A day is never changed, and goes by itself: where it is gone from the write model, there is nothing to do. */
export function sessionDayRows(
  { id, version, record }: RecordChange<'sessionDay'>,
  splits: SplitPoints,
): RecordRows {
  if (record === null) return [];
  const { country, day } = record;
  const list = sessionDaysList(country);
  const bucket = bucketOf(splits, list, { sortKey: day, id });
  const json = JSON.stringify({ country, day });
  const place = { table: 'sessionDays', list, bucket, sortKey: day, id, version } as const;
  return [{ ...place, op: 'put', sortValue: null, json, expiresAt: sessionDayEnd(day) }];
}
