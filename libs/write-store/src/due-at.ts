/** How often a movie may change by what is folded into it. */
export interface Pace {
  readonly minIntervalMs: number;
  readonly now: number;
}

/** At once, where the last time lies ahead: the clock has been set back since. */
export function dueAt(lastAt: number, { minIntervalMs, now }: Pace): number {
  return lastAt > now ? now : Math.max(now, lastAt + minIntervalMs);
}
