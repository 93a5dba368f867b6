/** Who follows the change feed, and keeps a copy of all movies: by what the view has of each of them, never by its lists. */
import { isDeepStrictEqual } from 'node:util';
import type { PutChange } from '@marquee/projection';
import type { ModelFeed, ModelGeneration } from './model-generation.js';
import type { ModelWriteStore } from './model-write-store.js';
import type { Run } from './rules.js';

export interface FollowerOptions {
  readonly feed: ModelFeed;
  /** The generation that it reads. */
  readonly live: ModelGeneration;
  readonly store: ModelWriteStore;
  readonly name: string;
}

export type ModelFollower = ReturnType<typeof modelFollower>;

/** Begins with a copy of the view as it is, and at the place up to which that is known to have everything. */
export function modelFollower({ feed, live, store, name }: FollowerOptions, { rules }: Run) {
  let position = store.settledPosition();
  const bodyOf = (id: string) => {
    const row = live.movieOf(id);
    return row?.table === 'moviesById' && 'fullJson' in row ? row : undefined;
  };
  const copy = new Map<string, string | null>();
  for (const row of live.view.all()) {
    if (row.table === 'moviesById' && 'fullJson' in row) copy.set(row.id, row.fullJson);
  }
  const next = (): PutChange | undefined => {
    const row = feed.find({ table: 'changesByPosition', position: position + 1 });
    return row?.table === 'changesByPosition' ? row : undefined;
  };

  return {
    /** Goes on by so many changes at most, up to the first that is not there. */
    follow(most: number): void {
      for (let taken = 0; taken < most; taken += 1) {
        const change = next();
        if (change === undefined) return;
        const body = bodyOf(change.id);
        const isBehind = (body?.version ?? 0) < change.version;
        if (change.kind === 'movie' && rules.followByVersion && isBehind) return;
        if (change.kind === 'movie') copy.set(change.id, body?.fullJson ?? null);
        position += 1;
      }
    },
    /** What its copy lacks in the end, or `null`. */
    fault(): string | null {
      if (position !== store.lastPosition()) {
        return `${name} is at ${position} of ${store.lastPosition()}`;
      }
      for (const [id, { movie }] of store.movies) {
        const has: unknown = JSON.parse(copy.get(id) ?? 'null');
        if (!isDeepStrictEqual(has, movie)) return `${name} has ${JSON.stringify(has)}`;
      }
      return null;
    },
  };
}
