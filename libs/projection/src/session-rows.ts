/**
 * `session_lists`
 * question: which sessions were started in this country on this day? which sessions did this player complete last?
 * key: (list, bucket), then (sort_key, session_id)
 * order: time of the start, or of the end; then session, player; read from the newest
 * growth: one row for a start, one more for a completed session, some 250 bytes each, for a year from the event; a list holds one
 *   country's starts of one day, or one player's year, so it stays far from what a partition may hold
 * writer: the projector alone, at the session's version
 */
import {
  type CompletedSession,
  dayOf,
  type RecordChange,
  SESSION_KEPT_MS,
  type Session,
  type SessionKeys,
  type SplitPoints,
  type StartedSession,
} from '@marquee/contracts';
import { bucketOf } from './buckets.js';
import { gonePlaces } from './gone-places.js';
import type { PutListRow, RecordRows, RemoveListRow } from './mutation.js';
import { completedList, startedList } from './selections.js';

interface Place {
  readonly list: string;
  readonly sortKey: string;
  readonly json: string;
  /** The first of what the row tells: it goes with that. */
  readonly oldest: string;
}

export function sessionRows(
  { id, version, record, befores }: RecordChange<'session'>,
  splits: SplitPoints,
): RecordRows {
  const now = record === null ? [] : placesOf(record);
  const gone = gonePlaces<Pick<Place, 'list' | 'sortKey'>>(now, befores.flatMap(keyPlacesOf));
  const rowOf = ({ list, sortKey }: (typeof gone)[number]): RemoveListRow => {
    const bucket = bucketOf(splits, list, { sortKey, id });
    return { table: 'sessionLists', op: 'remove', list, bucket, sortKey, id, version };
  };
  const puts = now.map(({ json, oldest, ...place }): PutListRow => {
    const expiresAt = Date.parse(oldest) + SESSION_KEPT_MS;
    return { ...rowOf(place), op: 'put', sortValue: null, json, expiresAt };
  });
  return [...puts, ...gone.map(rowOf)];
}

function placesOf(session: Session): Place[] {
  const { sessionId, playerId, country, startedAt, endedAt } = session;
  if (country === null || startedAt === null) return [];
  const start: StartedSession = { sessionId, playerId, startedAt };
  const started = { sortKey: startedAt, oldest: startedAt, json: JSON.stringify(start) };
  const places = [{ list: startedList(country, dayOf(startedAt)), ...started }];
  if (endedAt === null) return places;
  const whole: CompletedSession = { sessionId, country, startedAt, endedAt };
  // Clocks differ: an end may be told to be before its start.
  const oldest = startedAt < endedAt ? startedAt : endedAt;
  const completed = { sortKey: endedAt, oldest, json: JSON.stringify(whole) };
  return [...places, { list: completedList(playerId), ...completed }];
}

const keyPlacesOf = (keys: SessionKeys) => placesOf({ id: '', sessionId: '', version: 0, ...keys });
