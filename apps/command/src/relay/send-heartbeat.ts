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
 * Makes what sends a heartbeat the way that changes go, to each generation: what readers measure the view's lag by, and where those
 * who follow the change feed may begin. Where the clock was set back it goes above the version that the view has: else that one
 * would stay until its time comes again.
 */
export function heartbeatSender({ writeStore, viewStore, queue, now }: HeartbeatDeps) {
  const versionIn = heartbeatVersions(viewStore);
  const settledPosition = settledPositions(writeStore, viewStore);
  return async (): Promise<void> => {
    const generations = await writeStore.generations();
    const at = now();
    const oldestUnconfirmedAt = await writeStore.outbox.oldestUnconfirmedAt();
    const settled = { settledPosition: await settledPosition() };
    await Promise.all(
      generations.map(async ({ name }) => {
        const seen = await versionIn(name);
        const above = seen < at * 1_000 ? {} : { version: seen + 1 };
        const event = { kind: 'heartbeat' as const, at, oldestUnconfirmedAt, ...settled, ...above };
        await queue.publish(name, [{ publishedAt: at, events: [event] }]);
      }),
    );
  };
}

/** Goes on from what it told last, at first from what the view was told: so no long way is looked through each time. */
function settledPositions({ outbox }: WriteStore, viewStore: ViewStore): () => Promise<number> {
  let settled = 0;
  const toldBefore = async () => {
    const [generation] = await viewStore.generations();
    if (generation === undefined) return 0;
    return (await viewStore.open(generation).feedState())?.settled ?? 0;
  };
  return async () => {
    if (settled === 0) settled = await toldBefore().catch(() => 0);
    ({ settled } = await outbox.positions(settled));
    return settled;
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
