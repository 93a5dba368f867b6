import type { ChangeFeed } from '@marquee/change-feed';
import { Rejected, StoreUnavailable } from '@marquee/contracts';
import { type Sealer, sealPlace } from '@marquee/service';

/**
 * The token by which `GET /changes` goes on after what is exported from now on: all changes up to it are in the write store, since they
 * are in the view. `null`: the view cannot tell at the moment.
 */
export async function changesAfter(
  feed: Pick<ChangeFeed, 'newest'>,
  sealer: Sealer,
): Promise<string | null> {
  try {
    return sealPlace(sealer, await feed.newest());
  } catch (error) {
    if (error instanceof Rejected || error instanceof StoreUnavailable) return null;
    throw error;
  }
}
