/** What a query app keeps an eye on in the background: which generation is live, and how far it is behind. */
import { createPulse, type HealthChecks, type Logger } from '@marquee/service';
import { followLiveGeneration, type LiveGeneration, type ViewStore } from '@marquee/view-store';
import { watchViewLag } from './view-lag.js';

export interface FollowedView {
  readonly tables: LiveGeneration['tables'];
  /** Milliseconds. */
  readonly lagMs: () => number;
  /** Live: it goes on looking. Ready: the store answers, and a generation is live; how far that is behind, `View-Lag` says. */
  readonly checks: HealthChecks;
  stop(): void;
}

export interface FollowViewOptions {
  readonly logger: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const quietMs = 60_000;

/** Resolves after the first look, whether or not there is a view yet. The store stays the caller's to close. */
export async function followView(
  store: ViewStore,
  { logger, now }: FollowViewOptions,
): Promise<FollowedView> {
  let warnedAt = Number.NEGATIVE_INFINITY;
  const onError = (error: unknown) => {
    if (performance.now() - warnedAt < quietMs) return; // it is asked each second
    warnedAt = performance.now();
    logger.warn({ err: error }, 'the view cannot be read at the moment');
  };
  const generation = createPulse();
  const heartbeat = createPulse();
  const live = await followLiveGeneration(store, { onError, onLooked: generation.beat });
  const lag = await watchViewLag({
    ...{ tables: live.tables, now, onError, onLooked: heartbeat.beat },
  });
  return {
    tables: live.tables,
    lagMs: lag.currentMs,
    checks: {
      live: { 'live-generation': generation.check, 'view-lag': heartbeat.check },
      ready: { 'view-store': () => store.ping(), view: async () => void live.tables() },
    },
    stop() {
      live.stop();
      lag.stop();
    },
  };
}
