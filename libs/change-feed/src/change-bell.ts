/** Wakes those who wait for changes, as soon as a projector says that there are some. */
import type { Announcements } from '@marquee/change-queue';

export interface ChangeBell {
  /** How often it rang so far: to be asked before one looks for changes. */
  rung(): number;
  /** Resolves when it has rung once more than that, or after the time, or when the signal comes. */
  wait(
    rung: number,
    options: { readonly atMostMs: number; readonly signal: AbortSignal },
  ): Promise<void>;
  /** Whether it rings for every change. */
  isTrusted(): boolean;
  close(): Promise<void>;
}

export function changeBell(announcements: Announcements): ChangeBell {
  let count = 0;
  const sleepers = new Set<() => void>();
  const ring = () => {
    count += 1;
    for (const wake of sleepers) wake();
  };
  const following = announcements.follow({
    touched: (_generation, { position }) => {
      if (position !== undefined) ring();
    },
    missed: ring,
  });
  return {
    rung: () => count,
    async wait(rung, { atMostMs, signal }) {
      if (count > rung || signal.aborted) return;
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          sleepers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, atMostMs);
        signal.addEventListener('abort', wake);
        sleepers.add(wake);
      });
    },
    isTrusted: () => performance.now() < following.trustedUntil(),
    close: () => following.close(),
  };
}
