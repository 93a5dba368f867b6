import { TEST_NOW } from './builders.js';

export interface FixedClock {
  /** Milliseconds since 1970. */
  now(): number;
  advance(ms: number): void;
}

/** A clock that moves only when it is told to. */
export function fixedClock(startMs: number = TEST_NOW): FixedClock {
  let time = startMs;
  return {
    now: () => time,
    advance(ms) {
      time += ms;
    },
  };
}
