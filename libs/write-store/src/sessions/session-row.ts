import type { Session, SessionDay, SessionKeys } from '@marquee/contracts';
import type { SessionState } from '@marquee/domain';
import { type Wide, wideOrNull } from '../rows.js';

export interface SessionRow {
  readonly id: string;
  readonly version: Wide;
  readonly session_id: string;
  readonly player_id: string;
  readonly country: string | null;
  readonly started_at: Wide | null;
  readonly ended_at: Wide | null;
}

export interface SessionDayRow {
  readonly id: string;
  readonly version: Wide;
  readonly country: string;
  readonly day: string;
}

export function sessionStateOf(row: SessionRow): SessionState {
  const { id, session_id: sessionId, player_id: playerId, country } = row;
  const at = wideOrNull(row.started_at);
  const start = at === null || country === null ? null : { at, country };
  return { id, sessionId, playerId, start, endedAt: wideOrNull(row.ended_at) };
}

export function sessionKeysOf({ playerId, start, endedAt }: SessionState): SessionKeys {
  return {
    playerId,
    country: start?.country ?? null,
    startedAt: start === null ? null : instantAt(start.at),
    endedAt: endedAt === null ? null : instantAt(endedAt),
  };
}

export function sessionOf(row: SessionRow): Session {
  const state = sessionStateOf(row);
  const { id, sessionId } = state;
  return { id, sessionId, ...sessionKeysOf(state), version: Number(row.version) };
}

export const sessionDayOf = ({ id, version, country, day }: SessionDayRow): SessionDay => ({
  ...{ id, country, day, version: Number(version) },
});

const instantAt = (time: number) => new Date(time).toISOString();
