/** The page cache of one app, told of changes by the projectors and, where the store can tell, of what other processes write. */
import type { Announcements } from '@marquee/change-queue';
import { isDebugging, type Sealer, type Settings } from '@marquee/service';
import type { ViewStore } from '@marquee/view-store';
import { openCursor } from '../cursor.js';
import type { FollowedView } from '../follow-view.js';
import type { FinishedPage } from './finished-page.js';
import { keptTotals } from './kept-totals.js';
import { type MoviePages, moviePages } from './movie-pages.js';
import { createPageCache, type PageCache } from './page-cache.js';
import { createShortcut, type Shortcut } from './shortcut.js';

export interface KeptMoviePages {
  readonly pages: MoviePages;
  readonly cache: PageCache<FinishedPage>;
  readonly shortcut: Shortcut | null;
  close(): Promise<void>;
}

export type KeepPagesSettings = Pick<
  Settings,
  'pageCacheBytes' | 'readAuthRequired' | 'readRateLimit' | 'logLevel'
>;

export interface KeepPagesOptions {
  readonly announcements: Announcements;
  readonly settings: KeepPagesSettings;
  /** With an embedded view whose projector tells of its own changes: other processes may write to the file unheard. */
  readonly watched: ViewStore | null;
  /** What is live, and how far it is behind. */
  readonly view: Pick<FollowedView, 'tables' | 'lagMs'>;
  readonly sealer: Sealer;
}

const WATCH_MS = 25;

export function keepPages(options: KeepPagesOptions): KeptMoviePages {
  const { announcements, settings, watched, view, sealer } = options;
  const missed = () => {
    cache.missed();
    totals.missed();
  };
  const following = announcements.follow({
    touched(generation, touched) {
      cache.touched(generation, touched);
      totals.touched(generation, touched);
    },
    missed,
  });
  const clock = { now: () => performance.now(), trustedUntil: following.trustedUntil };
  const cache = createPageCache<FinishedPage>({ ...clock, maxBytes: settings.pageCacheBytes });
  const totals = keptTotals(clock);
  const freshTables = () => view.tables({ fresh: true });
  const pages = moviePages({ cache, totals, sealer, freshTables });
  const watch = watched && setInterval(whenChanged(watched, missed), WATCH_MS).unref();
  return {
    pages,
    cache,
    shortcut: mayShortcut(settings)
      ? createShortcut({
          ready: cache.ready,
          page: pages.page,
          openCursor: (list, cursor) => openCursor(sealer, list, cursor),
          generation: () => view.tables().generation.name,
          viewLagMs: view.lagMs,
        })
      : null,
    async close() {
      if (watch !== null) clearInterval(watch);
      await following.close();
    },
  };
}

/** Where reads are open, unlimited and not logged one by one. */
function mayShortcut({ readAuthRequired, readRateLimit, logLevel }: KeepPagesSettings): boolean {
  return !readAuthRequired && readRateLimit === 0 && !isDebugging(logLevel);
}

function whenChanged(store: ViewStore, missed: () => void): () => void {
  let seen = store.foreignChanges();
  return () => {
    const changes = store.foreignChanges();
    if (changes !== seen) missed();
    seen = changes;
  };
}
