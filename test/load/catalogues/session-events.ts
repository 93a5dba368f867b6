/** Events of invented viewing sessions: seeded, so that each run has the same ones. */
import { choicesOf, scattered } from './seeded.js';

export interface GeneratedEvent {
  readonly event: 'start' | 'end';
  readonly sessionId: string;
  readonly playerId: string;
  readonly country?: string;
  readonly at: string;
}

export const players = 20_000;

/** Few countries have most of the viewers. */
const countries = [
  ...['US', 'IN', 'BR', 'MX', 'GB', 'DE', 'FR', 'JP', 'ES', 'IT', 'CA', 'KR', 'AR', 'FI', 'SE'],
  ...['NO', 'DK', 'NL', 'BE', 'AT', 'CH', 'PL', 'CZ', 'PT', 'GR', 'TR', 'ZA', 'AU', 'NZ', 'CL'],
];

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');
export const playerId = (n: number) => `019b0000-0000-7000-8000-${hex(n, 12)}`;
const sessionId = (n: number) => `019c0000-0000-7000-8000-${hex(n, 12)}`;

const DAY_MS = 86_400_000;

/**
 * Start and end of the session of this number, which was started within the last `days` days before `now`, most of them lately;
 * one in ten has no end.
 */
export function sessionEvents(
  n: number,
  { now, days }: { now: number; days: number },
): GeneratedEvent[] {
  const random = choicesOf(scattered(n)).fraction;
  const startedAt = now - 60_000 - Math.floor(random() ** 2 * (days * DAY_MS - 3 * 3_600_000));
  const lasted = Math.floor((5 + random() * 115) * 60_000);
  const whose = {
    sessionId: sessionId(n),
    playerId: playerId(Math.floor(random() ** 2 * players)),
  };
  const country = countries[Math.floor(random() ** 2 * countries.length)] ?? 'US';
  const start = {
    event: 'start',
    ...whose,
    country,
    at: new Date(startedAt).toISOString(),
  } as const;
  const endedAt = startedAt + lasted;
  if (random() < 0.1 || endedAt > now) return [start];
  return [start, { event: 'end', ...whose, at: new Date(endedAt).toISOString() }];
}
