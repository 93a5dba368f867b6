/** The generation of the view that readers see, followed as it is switched. */
import { Rejected } from '@marquee/contracts';
import type { ViewStore, ViewTables } from '@marquee/view-store';

export interface LiveGeneration {
  /** @throws {Rejected} `unavailable` while there is none */
  tables(): ViewTables;
  /** Whether there is one: part of the app's readiness. */
  isThere(): boolean;
  stop(): void;
}

export interface FollowOptions {
  readonly onError: (error: unknown) => void;
  readonly intervalMs?: number;
}

/** Asks for the live generation each second. Resolves after the first look, which may have found none. */
export async function followLiveGeneration(
  store: ViewStore,
  { onError, intervalMs = 1_000 }: FollowOptions,
): Promise<LiveGeneration> {
  let live: ViewTables | null = null;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const found = (await store.generations()).find((generation) => generation.live);
      if (found !== undefined && found.name !== live?.generation.name) live = store.open(found);
    } catch (error) {
      onError(error); // what was live goes on being read
    } finally {
      looking = false;
    }
  }

  await look();
  const timer = setInterval(look, intervalMs).unref();
  return {
    tables() {
      if (live === null) throw new Rejected('unavailable', 'There is no view to read yet.');
      return live;
    },
    isThere: () => live !== null,
    stop: () => clearInterval(timer),
  };
}
