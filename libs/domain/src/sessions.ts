/** What events tell of sessions: the earliest start and the earliest end that were told count, whatever the order of telling. */
import {
  type Fault,
  SESSION_AHEAD_MS,
  SESSION_KEPT_MS,
  type SessionEvent,
  sessionIdOf,
} from '@marquee/contracts';

/** Times are milliseconds since 1970. */
export interface SessionStart {
  readonly at: number;
  readonly country: string;
}

export interface SessionState {
  readonly id: string;
  readonly sessionId: string;
  readonly playerId: string;
  readonly start: SessionStart | null;
  readonly endedAt: number | null;
}

export interface ToldSessions {
  /** Each once, in the order of their ids. */
  readonly sessions: readonly SessionState[];
  readonly accepted: number;
  readonly dropped: number;
}

/** By events without faults. What is older than a year is dropped. */
export function tellSessions(events: readonly SessionEvent[], now: number): ToldSessions {
  const sessions = new Map<string, SessionState>();
  let dropped = 0;
  for (const event of events) {
    const told = stateOf(event, now);
    if (!isKept(told.start?.at ?? told.endedAt ?? 0, now)) dropped += 1;
    else sessions.set(told.id, mergeSessions(sessions.get(told.id), told));
  }
  const inOrder = [...sessions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { sessions: inOrder, accepted: events.length - dropped, dropped };
}

function stateOf({ event, country = '', at, ...names }: SessionEvent, now: number): SessionState {
  const time = at === undefined ? now : Date.parse(at);
  const [sessionId, playerId] = [names.sessionId.toLowerCase(), names.playerId.toLowerCase()];
  return {
    ...{ id: sessionIdOf(sessionId, playerId), sessionId, playerId },
    start: event === 'start' ? { at: time, country } : null,
    endedAt: event === 'end' ? time : null,
  };
}

/** In any order the same. */
export function mergeSessions(known: SessionState | undefined, told: SessionState): SessionState {
  if (known === undefined) return told;
  return {
    ...told,
    start: earlierStart(known.start, told.start),
    endedAt: earlier(known.endedAt, told.endedAt),
  };
}

/** Without what is older than a year. */
export function keptOfSession(state: SessionState, now: number): SessionState {
  const { start, endedAt } = state;
  return {
    ...state,
    start: start !== null && isKept(start.at, now) ? start : null,
    endedAt: endedAt !== null && isKept(endedAt, now) ? endedAt : null,
  };
}

/** An end that is later than its start goes with it, since it tells nothing alone. */
export const sessionExpiry = ({ start, endedAt }: Pick<SessionState, 'start' | 'endedAt'>) =>
  (start?.at ?? endedAt ?? 0) + SESSION_KEPT_MS;

const isKept = (at: number, now: number) => at + SESSION_KEPT_MS > now;

const earlier = (a: number | null, b: number | null) =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** Two that are told for the same instant: by country, so that the order of telling does not matter. */
function earlierStart(a: SessionStart | null, b: SessionStart | null): SessionStart | null {
  if (a === null || b === null) return a ?? b;
  if (a.at !== b.at) return a.at < b.at ? a : b;
  return a.country <= b.country ? a : b;
}

/** What no schema can say of such a body, which may be of any shape: what has the wrong form is not its matter. */
export function sessionEventFaults(body: unknown, now: number): Fault[] {
  const events = fieldOf(body, 'events');
  if (!Array.isArray(events)) return [];
  return events.flatMap((event, index) => [
    ...countryFaults(event, `/events/${index}/country`),
    ...timeFaults(fieldOf(event, 'at'), { pointer: `/events/${index}/at`, now }),
  ]);
}

function countryFaults(event: unknown, pointer: string): Fault[] {
  if (fieldOf(event, 'event') !== 'start' || fieldOf(event, 'country') !== undefined) return [];
  return [{ pointer, code: 'required', detail: 'A start needs it.' }];
}

function timeFaults(
  at: unknown,
  { pointer, now }: { readonly pointer: string; readonly now: number },
): Fault[] {
  if (typeof at !== 'string' || !(Date.parse(at) > now + SESSION_AHEAD_MS)) return [];
  const detail = 'It must not be more than five minutes ahead.';
  return [{ pointer, code: 'in-the-future', detail }];
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
