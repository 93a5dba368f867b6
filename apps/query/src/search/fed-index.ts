/** One search index from its first movie on: filled from the view, then fed with what changes. */

import type { ChangeFeed } from '@marquee/change-feed';
import { type IndexSize, openSearchIndex, type SearchIndex } from '@marquee/search';
import type { ViewTables } from '@marquee/view-store';
import { fillIndex } from './fill-index.js';

export interface FedIndex {
  readonly index: SearchIndex;
  /** Movies are found as of changes up to it. */
  position(): number;
  /** When the oldest change was made that is told and not in it yet; `null`: there is none. Milliseconds since 1970. */
  behindSince(): number | null;
  size(): IndexSize;
  /** Its thread has died, or changes were missed: it says nothing that can be relied on. */
  isLost(): boolean;
  end(): Promise<void>;
}

export interface FedIndexOptions {
  readonly feed: Pick<ChangeFeed, 'newest' | 'tail'>;
  /** The live generation's, that see all that was ever confirmed. @throws {Rejected} `unavailable` while there is none */
  readonly tables: () => Pick<ViewTables, 'scan'>;
  readonly onLost: (error: unknown) => void;
  /** Filling stops where it no longer holds. */
  readonly isWanted: () => boolean;
}

/** Resolves when all movies are in it. */
export async function openFedIndex(options: FedIndexOptions): Promise<FedIndex> {
  const { feed, tables, onLost, isWanted } = options;
  let isLost = false;
  const lose = (error: unknown) => {
    if (!isLost) onLost(error);
    isLost = true;
  };
  // Noted before the first movie is read: what changes meanwhile is told again, and passed over where it is known.
  let place = await feed.newest();
  const filledFrom = tables();
  const index = openSearchIndex({ onLost: lose });
  try {
    await fillIndex(index, filledFrom, isWanted);
  } catch (error) {
    await index.close();
    throw error;
  }
  let size = await index.apply([]);
  let behindSince: number | null = null;
  const following = new AbortController();
  const tail = feed.tail(place, {
    signal: following.signal,
    async onChanges(changes, after) {
      behindSince ??= changes[0]?.at ?? null;
      size = await index.apply(changes.filter(({ kind }) => kind === 'movie'));
      place = after;
      behindSince = null;
    },
  });
  const followed = tail.catch(lose);
  return {
    index,
    position: () => place.position,
    behindSince: () => behindSince,
    size: () => size,
    isLost: () => isLost,
    async end() {
      following.abort();
      isLost = true; // what its feed says in the end is of no interest
      await Promise.all([index.close(), followed]);
    },
  };
}
