/** The page cache of one app, told of changes by the projectors and, where the store can tell, of what other processes write. */
import type { Announcements } from '@marquee/change-queue';
import type { ViewStore } from '@marquee/view-store';
import type { MoviePages } from './movie-pages.js';
import { createPageCache } from './page-cache.js';
import { createShortcut, type Shortcut, type ShortcutOptions } from './shortcut.js';

export interface KeptMoviePages {
  readonly pages: MoviePages;
  readonly shortcut: Shortcut | null;
  close(): Promise<void>;
}

export interface KeepPagesOptions {
  readonly announcements: Announcements;
  readonly maxBytes: number;
  /** With an embedded view whose projector tells of its own changes: other processes may write to the file unheard. */
  readonly watched: ViewStore | null;
  /** What answers need that take the shortcut; `null`: none do, since it matters who asks, or each request is to be logged. */
  readonly short: Omit<ShortcutOptions, 'ready'> | null;
}

const WATCH_MS = 25;

export function keepPages(options: KeepPagesOptions): KeptMoviePages {
  const { announcements, maxBytes, watched, short } = options;
  const following = announcements.follow({
    touched: (generation, touched) => pages.touched(generation, touched),
    missed: () => pages.missed(),
  });
  const now = () => performance.now();
  const pages: MoviePages = createPageCache({
    maxBytes,
    now,
    trustedUntil: following.trustedUntil,
  });
  const watch = watched && setInterval(forgetWhenChanged(watched, pages), WATCH_MS).unref();
  return {
    pages,
    shortcut: short && createShortcut({ ...short, ready: pages.ready }),
    async close() {
      if (watch !== null) clearInterval(watch);
      await following.close();
    },
  };
}

function forgetWhenChanged(store: ViewStore, pages: MoviePages): () => void {
  let seen = store.foreignChanges();
  return () => {
    const changes = store.foreignChanges();
    if (changes !== seen) pages.missed();
    seen = changes;
  };
}
