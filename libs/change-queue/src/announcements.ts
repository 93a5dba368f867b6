/**
 * Tells query apps at once what a projector has changed in the view, so that they keep no page that shows it otherwise. Nothing
 * rests on it but freshness: an announcement may get lost, and who follows knows when one may have been.
 */
import type { Touched } from '@marquee/contracts';

export interface Announcer {
  /** Neither waits nor fails. To be called when the view has the changes. */
  announce(generation: string, touched: Touched): void;
  /** Says that nothing more will come. */
  close(): Promise<void>;
}

export interface Follower {
  readonly touched: (generation: string, touched: Touched) => void;
  /** Something may have been said that did not arrive. */
  readonly missed: () => void;
}

export interface Following {
  /** Until when all announcers count as heard, by `performance.now()`, which no one can set back. */
  trustedUntil(): number;
  close(): Promise<void>;
}

export interface Announcements {
  announcer(): Announcer;
  follow(follower: Follower): Following;
}

/** Within one process: nothing gets lost. */
export function inProcessAnnouncements(): Announcements {
  const followers = new Set<Follower>();
  return {
    announcer: () => ({
      announce(generation, touched) {
        for (const follower of followers) follower.touched(generation, touched);
      },
      close: async () => undefined,
    }),
    follow(follower) {
      followers.add(follower);
      return {
        trustedUntil: () => Number.POSITIVE_INFINITY,
        close: async () => void followers.delete(follower),
      };
    },
  };
}

/** Of a process that no projector can reach: what it reads is never known to be up to date. */
export const noAnnouncements: Announcements = {
  announcer: () => ({ announce: () => undefined, close: async () => undefined }),
  follow: () => ({
    trustedUntil: () => Number.NEGATIVE_INFINITY,
    close: async () => undefined,
  }),
};
