/** What an app searches by, as its settings have it. */

import type { ChangeFeed } from '@marquee/change-feed';
import type { Logger, Metrics, Settings } from '@marquee/service';
import type { FollowedView } from '../follow-view.js';
import { measureSearch, searchTimes } from './measure-search.js';
import { type SearchReplica, startSearchReplica } from './search-replica.js';

export interface SearchOptions {
  readonly settings: Pick<Settings, 'search'>;
  readonly view: Pick<FollowedView, 'tables'>;
  readonly feed: ChangeFeed;
  readonly metrics: Metrics;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Begins to fill an index, and goes on following the feed until it is stopped; `null` where nothing is to be searched. */
export function openSearch(options: SearchOptions): SearchReplica | null {
  const { settings, view, feed, metrics, logger } = options;
  if (!settings.search) return null;
  const search = startSearchReplica({
    ...{ feed, logger, now: Date.now, timed: searchTimes(metrics) },
    tables: () => view.tables({ fresh: true }),
  });
  measureSearch(metrics, search);
  return search;
}
