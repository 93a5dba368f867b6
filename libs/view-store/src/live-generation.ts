/** The generation of the view that readers see, followed as it is switched. */
import { Rejected } from '@marquee/contracts';
import type { ViewStore, ViewTables } from './view-store.js';

export interface LiveGeneration {
  /**
   * Its tables; `fresh`, for reads that follow a write, asks a quorum whatever the store's setting.
   * @throws {Rejected} `unavailable` while there is none
   */
  tables(options?: { readonly fresh: boolean }): ViewTables;
  stop(): void;
}

export interface FollowOptions {
  readonly onError: (error: unknown) => void;
  /** Called after each look, whatever came of it. */
  readonly onLooked?: () => void;
  readonly intervalMs?: number;
}

/** Asks for the live generation each second. Resolves after the first look, which may have found none. */
export async function followLiveGeneration(
  store: ViewStore,
  { onError, onLooked, intervalMs = 1_000 }: FollowOptions,
): Promise<LiveGeneration> {
  let live: { readonly tables: ViewTables; readonly fresh: ViewTables } | null = null;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const found = (await store.generations()).find((generation) => generation.live);
      if (found !== undefined && found.name !== live?.tables.generation.name) {
        live = { tables: store.open(found), fresh: store.open(found, { fresh: true }) };
      }
    } catch (error) {
      onError(error); // what was live goes on being read
    } finally {
      looking = false;
      onLooked?.();
    }
  }

  await look();
  const timer = setInterval(look, intervalMs).unref();
  return {
    tables({ fresh } = { fresh: false }) {
      if (live === null) throw new Rejected('unavailable', 'There is no view to read yet.');
      return fresh ? live.fresh : live.tables;
    },
    stop: () => clearInterval(timer),
  };
}
