/**
 * What an import needs of the apps, in its own process: the relay always, and the projector where the queue lives in memory; so it
 * works with no app running, and beside running ones.
 */
import { type ChangeQueue, openChangeQueue } from '@marquee/change-queue';
import { type Relay, startRelay } from '@marquee/command';
import { startProjector } from '@marquee/projector';
import {
  forgetOtherVersions,
  liveTablesOf,
  migrateAll,
  oldViewText,
  viewOfOtherVersion,
} from '@marquee/reconcile';
import type { ViewTables } from '@marquee/view-store';
import { openStores, type Stores } from './open-stores.js';

export interface Pipeline extends Stores, Pick<Relay, 'catchUp'> {
  readonly queue: ChangeQueue;
  /** Of the generation that queries read. */
  liveTables(): Promise<ViewTables>;
}

interface PipelineOptions {
  readonly leaveOldView?: boolean;
  /**
   * Whether the relay in this process may wait at this moment: with deltas, and with all changes where it would take turns with the
   * storing, since the queue lives in memory. Others go on as they do.
   */
  readonly relayMayWait?: () => boolean;
}

/**
 * Also brings the stores to this release's schema. Where the queue lives in memory, a view of another release cannot be written:
 * that is an error, unless it is to be left behind.
 */
export async function openPipeline({
  leaveOldView = false,
  relayMayWait = () => false,
}: PipelineOptions = {}): Promise<Pipeline> {
  let wakeRelay = () => {};
  const stores = await openStores(() => wakeRelay());
  const { settings, logger, writeStore, viewStore } = stores;
  const now = Date.now;
  await migrateAll({ writeStore, viewStore, now });
  if (settings.queueUrl === 'memory:') {
    const old = await viewOfOtherVersion(viewStore);
    if (old !== null && !leaveOldView) throw new Error(oldViewText(old));
    if (leaveOldView) await forgetOtherVersions(writeStore);
  }
  const queue = openChangeQueue(settings.queueUrl, { logger });
  const projector =
    settings.queueUrl === 'memory:'
      ? await startProjector({ queue, viewStore, logger, now })
      : null;
  const relay = startRelay({
    ...{ writeStore, viewStore, queue, logger, now },
    foldsMayWait: relayMayWait,
    changesMayWait: () => projector !== null && relayMayWait(),
  });
  wakeRelay = relay.wake;
  const tables = liveTablesOf(viewStore, { now });
  return {
    ...stores,
    queue,
    catchUp: relay.catchUp,
    async liveTables() {
      const live = await tables();
      if (live === null) throw new Error('no generation of the view is live: run migrate');
      return live;
    },
    async close() {
      await relay.close();
      await projector?.close();
      await queue.close();
      await stores.close();
    },
  };
}
