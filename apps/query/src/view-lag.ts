/** How far the view may be behind the write model: what the `View-Lag` header says. */
import { upToDateAt, type ViewTables } from '@marquee/view-store';

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
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return; // a slow store gets one question at a time
    looking = true;
    try {
      const heartbeat = await tables().heartbeat();
      if (heartbeat !== null) behindSince = upToDateAt(heartbeat);
    } catch (error) {
      onError(error);
    } finally {
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
