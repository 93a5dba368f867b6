/** How far the view may be behind the write model: what the `View-Lag` header says. */
import { upToDateAt, type ViewHeartbeat, type ViewTables } from '@marquee/view-store';

export interface ViewLag {
  /** Milliseconds; before the first heartbeat is seen, the time since the watch began. */
  currentMs(): number;
  stop(): void;
}

export interface WatchViewLag {
  readonly tables: () => ViewTables;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** Called after each look, whatever came of it. */
  readonly onLooked?: () => void;
  readonly intervalMs?: number;
}

/** Reads the heartbeat in the background, so that no reader waits for it. Resolves after the first look. */
export async function watchViewLag(options: WatchViewLag): Promise<ViewLag> {
  const { tables, now, onError, onLooked, intervalMs = 500 } = options;
  let behindSince = now();
  let seenAt: number | null = null;
  let looking = false;

  /** One that lies ahead, by a clock that differs or was set back since, is news only once: it must not hide that no other comes. */
  function take(heartbeat: ViewHeartbeat | null): void {
    if (heartbeat !== null && heartbeat.at !== seenAt) behindSince = upToDateAt(heartbeat);
    seenAt = heartbeat?.at ?? null;
  }

  async function look(): Promise<void> {
    if (looking) return; // a slow store gets one question at a time
    looking = true;
    try {
      take(await tables().heartbeat());
    } catch (error) {
      onError(error);
    } finally {
      behindSince = Math.min(behindSince, now());
      looking = false;
      onLooked?.();
    }
  }

  await look();
  const timer = setInterval(look, intervalMs).unref();
  return {
    currentMs: () => Math.max(0, Math.round(now() - behindSince)),
    stop: () => clearInterval(timer),
  };
}
