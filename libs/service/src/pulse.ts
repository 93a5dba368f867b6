/** Signs of life of what repeats: a check fails when the last one is too long ago. */
import type { Check } from './health.js';

export interface Pulse {
  /** To be called at the end of each turn, whether it went well or failed in a way that was dealt with. */
  beat(): void;
  silentMs(): number;
  /** Throws after a silence of more than `limitMs`. */
  readonly check: Check;
}

/**
 * What needs a store that is away still takes its turns, each of which fails. None at all means that it waits for an answer
 * that never comes: only a restart helps.
 */
export const SILENCE_LIMIT_MS = 60_000;

export function createPulse(limitMs = SILENCE_LIMIT_MS): Pulse {
  let lastAt = performance.now();
  const silentMs = () => performance.now() - lastAt;
  return {
    beat() {
      lastAt = performance.now();
    },
    silentMs,
    async check() {
      const ms = Math.round(silentMs());
      if (ms > limitMs) throw new Error(`no turn for ${ms} ms`);
    },
  };
}
