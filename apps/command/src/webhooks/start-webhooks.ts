/** Tells webhooks of changes: one process of all at a time, and each webhook at its own pace. */
import type { ChangeFeed } from '@marquee/change-feed';
import type { WebhookState } from '@marquee/domain';
import type { Logger, Sealer } from '@marquee/service';
import type { DeliveryAttempt, WriteStore } from '@marquee/write-store';
import { leaseOf } from '../relay/lease.js';
import { startLoop } from '../relay/loop.js';
import { type Delivery, deliverChanges } from './deliver-changes.js';
import type { WebhookMetrics } from './measure-webhooks.js';
import { createPoster, type PosterOptions } from './post-message.js';

export interface WebhooksDeps {
  readonly writeStore: Pick<WriteStore, 'tasks' | 'webhooks'>;
  readonly feed: Pick<ChangeFeed, 'newest' | 'next'>;
  readonly sealer: Sealer;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly posting: PosterOptions;
  readonly metrics?: WebhookMetrics;
}

export interface WebhookDeliverer {
  /** Ends what is under way, and notes how far all have come. */
  close(): Promise<void>;
}

const TASK = 'webhooks';
const TURN_MS = 1_000;
/** Of a process that finds another at work. */
const ASK_AGAIN_MS = 2_000;
/** Of positions that went on without a message. */
const NOTE_QUIET_MS = 10_000;
/** Attempts of one turn that are logged; of more the newest. */
const MAX_LOGGED = 5_000;

interface Running {
  readonly delivery: Delivery;
  /** As it is in the store. */
  noted: WebhookState;
  notedAt: number;
}

export function startWebhooks(deps: WebhooksDeps): WebhookDeliverer {
  const { writeStore, logger, now, metrics } = deps;
  const { tasks, webhooks } = writeStore;
  const lease = leaseOf(tasks, TASK, now);
  const poster = createPoster(deps.posting);
  const running = new Map<string, Running>();
  let attempts: DeliveryAttempt[] = [];
  const start = (webhook: WebhookState): Running => ({
    noted: webhook,
    notedAt: performance.now(),
    delivery: deliverChanges(webhook, {
      ...{ ...deps, webhooks, poster, mayDeliver: lease.isSafe },
      onAttempt(attempt) {
        attempts.push(attempt);
        metrics?.attempted(attempt);
      },
    }),
  });
  const stop = async (id: string) => {
    const stopped = running.get(id);
    running.delete(id);
    await stopped?.delivery.stop();
  };
  /** Those that somebody has made, moved or deleted meanwhile. */
  const follow = async () => {
    const found = new Map((await webhooks.all()).map((webhook) => [webhook.id, webhook]));
    const changed = [...running].filter(
      ([id, { noted }]) => found.get(id)?.version !== noted.version,
    );
    await Promise.all(changed.map(([id]) => stop(id)));
    for (const [id, webhook] of found) if (!running.has(id)) running.set(id, start(webhook));
  };
  const note = async ({ all = false } = {}) => {
    const due = [...running.values()].filter((one) => all || isDue(one));
    const states = due.map(({ delivery }) => delivery.state());
    const moved = states.filter((state, index) => state !== due[index]?.noted);
    const taken = attempts;
    if (moved.length === 0 && taken.length === 0) return;
    attempts = [];
    try {
      await webhooks.note(moved, taken.slice(-MAX_LOGGED));
    } catch (error) {
      attempts = [...taken, ...attempts].slice(-MAX_LOGGED);
      throw error;
    }
    for (const [index, one] of due.entries()) {
      one.noted = states[index] ?? one.noted;
      one.notedAt = performance.now();
    }
  };

  const loop = startLoop({
    ...{ name: 'webhooks', logger, gapMs: TURN_MS },
    async step() {
      if (!(await lease.hold())) {
        await Promise.all([...running.keys()].map(stop));
        metrics?.states([]);
        return ASK_AGAIN_MS;
      }
      await note();
      await follow();
      metrics?.states([...running.values()].map(({ delivery }) => delivery.state()));
      return TURN_MS;
    },
  });
  return {
    async close() {
      await loop.close();
      await Promise.all([...running.values()].map(({ delivery }) => delivery.stop()));
      try {
        await note({ all: true });
        await lease.release();
      } catch (error) {
        logger.warn({ err: error }, 'some messages to webhooks will be sent once more');
      }
      poster.close();
    },
  };
}

/** What was delivered, or failed, at once; places that only went by, now and then. */
function isDue({ delivery, noted, notedAt }: Running): boolean {
  const state = delivery.state();
  if (state.delivery !== noted.delivery) return true;
  return state !== noted && performance.now() - notedAt >= NOTE_QUIET_MS;
}
