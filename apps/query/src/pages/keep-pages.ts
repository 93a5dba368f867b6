/** The page cache of one app, told of changes by the projectors and, where the store can tell, of what other processes write. */
import type { Announcements } from '@marquee/change-queue';
import { isDebugging, type Settings } from '@marquee/service';
import type { ViewStore } from '@marquee/view-store';
import type { FollowedView } from '../follow-view.js';
import type { MoviePages } from './movie-pages.js';
import { createPageCache } from './page-cache.js';
import { createShortcut, type Shortcut } from './shortcut.js';

export interface KeptMoviePages {
  readonly pages: MoviePages;
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
}

const WATCH_MS = 25;

export function keepPages(options: KeepPagesOptions): KeptMoviePages {
  const { announcements, settings, watched, view } = options;
  const following = announcements.follow({
    touched: (generation, touched) => pages.touched(generation, touched),
    missed: () => pages.missed(),
  });
  const now = () => performance.now();
  const pages: MoviePages = createPageCache({
    maxBytes: settings.pageCacheBytes,
    now,
    trustedUntil: following.trustedUntil,
  });
  const watch = watched && setInterval(forgetWhenChanged(watched, pages), WATCH_MS).unref();
  return {
    pages,
    shortcut: mayShortcut(settings)
      ? createShortcut({
          ready: pages.ready,
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

function forgetWhenChanged(store: ViewStore, pages: MoviePages): () => void {
  let seen = store.foreignChanges();
  return () => {
    const changes = store.foreignChanges();
    if (changes !== seen) pages.missed();
    seen = changes;
  };
}
