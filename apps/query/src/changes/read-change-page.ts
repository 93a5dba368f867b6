import type { Change, ChangeFeed } from '@marquee/change-feed';
import type { FeedPlace } from '@marquee/contracts';

export interface FoundChanges {
  readonly changes: readonly Change[];
  readonly position: number;
  readonly hasMore: boolean;
}

/** Of JSON in one answer, but for its last change. */
const MAX_LENGTH = 4_000_000;
/** Changes that one answer looks at, those of other kinds among them. */
const MAX_LOOKED = 10_000;
const LEAST_READ = 50;

/** @throws {Rejected} as the feed's `read` */
export async function readChangePage(
  feed: Pick<ChangeFeed, 'read'>,
  place: FeedPlace,
  { limit, kinds }: { readonly limit: number; readonly kinds: ReadonlySet<string> },
): Promise<FoundChanges> {
  const changes: Change[] = [];
  let length = 0;
  let { position } = place;
  while (position - place.position < MAX_LOOKED) {
    const wanted = Math.max(LEAST_READ, limit + 1 - changes.length);
    const found = await feed.read({ ...place, position }, wanted);
    if (found.position === position) return { changes, position, hasMore: false };
    for (const change of found.changes) {
      if (!kinds.has(change.kind)) continue;
      if (changes.length === limit || length > MAX_LENGTH) {
        return { changes, position: change.position - 1, hasMore: true };
      }
      changes.push(change);
      length += change.json?.length ?? 0;
    }
    position = found.position;
  }
  return { changes, position, hasMore: true };
}
