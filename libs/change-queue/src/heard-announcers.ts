/** Whether everything that announcers say arrives: they number what they say, and speak every so often even with no news. */

/** How often an announcer speaks at least. */
export const BEAT_MS = 250;
/** An announcer that is silent for so long may say what does not arrive. */
export const SILENCE_MS = 1_000;
/** After so long a silence it is taken to have ended, and what it may have said at the end to be missed. */
export const GONE_MS = 10_000;

interface Heard {
  readonly number: number;
  readonly at: number;
}

export interface HeardAnnouncers {
  /** Notes one message; false when there may have been others before it that did not arrive. */
  heard(announcer: string, number: number): boolean;
  /** It said that it ends. */
  ended(announcer: string): void;
  /** Forgets those that are gone; false when there were any: what they said last may not have arrived. */
  forgetGone(): boolean;
  trustedUntil(): number;
}

/** `now`: milliseconds of a clock that is never set back. */
export function hearAnnouncers(now: () => number): HeardAnnouncers {
  const announcers = new Map<string, Heard>();
  let trusted = Number.NEGATIVE_INFINITY;
  const reckon = () => {
    const heardAt = [...announcers.values()].map(({ at }) => at);
    // With nobody there nothing is announced, which is not the same as nothing having changed.
    trusted = heardAt.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...heardAt) + SILENCE_MS;
  };
  return {
    heard(announcer, number) {
      const before = announcers.get(announcer);
      const at = now();
      const inTime = before !== undefined && at < before.at + SILENCE_MS;
      announcers.set(announcer, { number, at });
      reckon();
      return inTime && number === before.number + 1;
    },
    ended(announcer) {
      announcers.delete(announcer);
      reckon();
    },
    forgetGone() {
      const oldest = now() - GONE_MS;
      const gone = [...announcers].filter(([, { at }]) => at < oldest);
      for (const [announcer] of gone) announcers.delete(announcer);
      if (gone.length > 0) reckon();
      return gone.length === 0;
    },
    trustedUntil: () => trusted,
  };
}
