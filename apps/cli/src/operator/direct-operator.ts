import { openChangeQueue } from '@marquee/change-queue';
import { projectorControl } from '@marquee/projector';
import { deadLettersOf, traceMovie } from '@marquee/reconcile';
import { openStores } from '../open-stores.js';
import type { Operator } from './operator.js';

export async function directOperator(): Promise<Operator> {
  const { settings, logger, writeStore, viewStore, close } = await openStores();
  const queue = openChangeQueue(settings.queueUrl, { logger });
  return {
    letters: deadLettersOf({ writeStore, queue, now: Date.now }),
    projector: projectorControl({ queue, generations: () => writeStore.generations() }),
    trace: (id) => traceMovie({ writeStore, viewStore, queue }, id),
    async close() {
      await queue.close();
      await close();
    },
  };
}
