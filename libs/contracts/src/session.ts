import { type Static, Type } from 'typebox';
import {
  exampleCompletedSession,
  exampleSessionEvents,
  exampleStartedSession,
  exampleTakenEvents,
} from './examples.js';
import { instant, text, uuid } from './schema.js';

/** 365.25 days: what happened longer ago is taken no more, and what was taken goes then. */
export const SESSION_KEPT_MS = 31_557_600_000;
/** A caller's clock may be ahead by so much. */
export const SESSION_AHEAD_MS = 300_000;

/** An ISO 3166-1 alpha-2 code in upper case, of a country that there is. */
export const country = (more: object = {}) => Type.String({ format: 'country', ...more });

export const SessionEvent = Type.Object(
  {
    id: Type.Optional(
      text(1, 100, {
        description:
          'The caller’s own name for the event. An event is known by its player, its session and what it is: sent twice, it counts ' +
          'once, with or without this.',
      }),
    ),
    event: Type.Unsafe<'start' | 'end'>({ type: 'string', enum: ['start', 'end'] }),
    playerId: uuid(),
    sessionId: uuid({
      description: 'Of one player; another player’s session of this id is another.',
    }),
    country: Type.Optional(
      country({
        description:
          'Where it starts, ISO 3166-1 alpha-2. A start needs it; of an end it says nothing.',
      }),
    ),
    at: Type.Optional(
      instant({
        description:
          'When it happened; now, if left out. At most five minutes ahead; longer than a year (365.25 days) ago, it is dropped.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type SessionEvent = Static<typeof SessionEvent>;

export const SessionEvents = Type.Object(
  { events: Type.Array(SessionEvent, { minItems: 1, maxItems: 1_000 }) },
  { additionalProperties: false, examples: [exampleSessionEvents] },
);

/** What became of events that were sent. */
export const TakenEvents = Type.Object(
  {
    accepted: Type.Integer({ description: 'How many count, also those that were known before.' }),
    dropped: Type.Integer({
      description: 'How many were too old to be kept, or of players who were deleted.',
    }),
  },
  { additionalProperties: false, examples: [exampleTakenEvents] },
);
export type TakenEvents = Static<typeof TakenEvents>;

export const StartedSession = Type.Object(
  { sessionId: uuid(), playerId: uuid(), startedAt: instant() },
  { additionalProperties: false, examples: [exampleStartedSession] },
);
export type StartedSession = Static<typeof StartedSession>;

export const CompletedSession = Type.Object(
  { sessionId: uuid(), country: country(), startedAt: instant(), endedAt: instant() },
  { additionalProperties: false, examples: [exampleCompletedSession] },
);
export type CompletedSession = Static<typeof CompletedSession>;

/** What is known of a session so far, as it travels: its start, its end, or both. Its id is made of session and player. */
export interface Session {
  readonly id: string;
  readonly sessionId: string;
  readonly playerId: string;
  readonly country: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly version: number;
}

/** Every field that a list of sessions is keyed by. */
export type SessionKeys = Pick<Session, 'playerId' | 'country' | 'startedAt' | 'endedAt'>;

export const sessionIdOf = (sessionId: string, playerId: string) => `${sessionId}:${playerId}`;

/** That sessions were started in a country on a day (UTC): where readers look for them. Never changed. */
export interface SessionDay {
  /** `FI:2026-01-31` */
  readonly id: string;
  readonly country: string;
  readonly day: string;
  readonly version: number;
}

export const sessionDayIdOf = (country: string, day: string) => `${country}:${day}`;
export const dayOf = (instant: string) => instant.slice(0, 10);
/** In UTC, of milliseconds since 1970. */
export const dayAt = (time: number) => dayOf(new Date(time).toISOString());

/** When the last session of a day goes, and with it the day. Milliseconds since 1970. */
export const sessionDayEnd = (day: string) => Date.parse(day) + 86_400_000 + SESSION_KEPT_MS;
