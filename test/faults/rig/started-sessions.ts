/** The sessions that were started in a country during a run, as the query API lists them. */
import type { Asked } from './ask.js';

export interface ShownSession {
  readonly sessionId: string;
  readonly playerId: string;
}

export interface StartedSessions {
  readonly countries: readonly { readonly sessions: readonly ShownSession[] }[];
  readonly page: { readonly next: string | null };
}

export const startedPath = (country: string) =>
  `/sessions/started?hours=24&country=${country}&limit=100`;

export const startedIn = (asked: Asked<StartedSessions> | null) =>
  asked?.body.countries.flatMap(({ sessions }) => sessions);
