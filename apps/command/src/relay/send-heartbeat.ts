import type { ChangeQueue } from '@marquee/change-queue';
import type { ViewStore, ViewTables } from '@marquee/view-store';
import type { WriteStore } from '@marquee/write-store';

export interface HeartbeatDeps {
  readonly writeStore: WriteStore;
  readonly viewStore: ViewStore;
  readonly queue: ChangeQueue;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Makes what sends a heartbeat the way that changes go, to each generation: what readers measure the view's lag by. Where the clock
 * was set back it goes above the version that the view has: else that one would stay until its time comes again.
 */
export function heartbeatSender({ writeStore, viewStore, queue, now }: HeartbeatDeps) {
  const versionIn = heartbeatVersions(viewStore);
  return async (): Promise<void> => {
    const generations = await writeStore.generations();
    const at = now();
    const oldestUnconfirmedAt = await writeStore.outbox.oldestUnconfirmedAt();
    await Promise.all(
      generations.map(async ({ name }) => {
        const seen = await versionIn(name);
        const above = seen < at * 1_000 ? {} : { version: seen + 1 };
        const event = { kind: 'heartbeat' as const, at, oldestUnconfirmedAt, ...above };
        await queue.publish(name, [{ publishedAt: at, events: [event] }]);
      }),
    );
  };
}

/** Tells the version of a generation's heartbeat; 0 where the view does not answer, since no heartbeat arrives there either. */
function heartbeatVersions(viewStore: ViewStore): (name: string) => Promise<number> {
  const opened = new Map<string, ViewTables>();
  const open = async (name: string) => {
    const generation = (await viewStore.generations()).find((one) => one.name === name);
    if (generation !== undefined) opened.set(name, viewStore.open(generation));
    return opened.get(name);
  };
  return async (name) => {
    try {
      const tables = opened.get(name) ?? (await open(name));
      return (await tables?.heartbeat())?.version ?? 0;
    } catch {
      opened.delete(name);
      return 0;
    }
  };
}
