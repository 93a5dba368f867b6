/** The messages of one webhook, in order and one at a time, each until it is taken or given up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, ChangeFeed } from '@marquee/change-feed';
import { backoffMs } from '@marquee/change-queue';
import { Rejected } from '@marquee/contracts';
import type { DeliveryState, WebhookState } from '@marquee/domain';
import type { Logger, Sealer } from '@marquee/service';
import type { DeliveryAttempt, Webhooks } from '@marquee/write-store';
import type { Posted, Poster } from './post-message.js';
import { messageOf, signedHeaders, type WebhookMessage } from './webhook-message.js';

export interface DeliverDeps {
  readonly feed: Pick<ChangeFeed, 'newest' | 'next'>;
  readonly webhooks: Pick<Webhooks, 'lastOwners'>;
  readonly poster: Poster;
  readonly sealer: Sealer;
  readonly logger: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether this process is still the one that delivers. */
  readonly mayDeliver: () => boolean;
  /** Called after each step that is to be noted soon. */
  readonly onAttempt: (attempt: DeliveryAttempt) => void;
}

export interface Delivery {
  /** How far it has come, and how it goes, as it is now. */
  state(): WebhookState;
  /** Resolves when nothing is under way any more: what was, is sent again by whoever goes on. */
  stop(): Promise<void>;
}

/** Changes that are read together. */
const LIMIT = 50;
const WAIT_MS = 60_000;
const RETRY = { firstMs: 1_000, capMs: 3_600_000 };
const TROUBLE_MS = 1_000;
/** A message waits no longer than this, from when it was made, or since the receiver has been failing. */
export const GIVE_UP_MS = 86_400_000;
const GONE = 410;

export function deliverChanges(webhook: WebhookState, deps: DeliverDeps): Delivery {
  const { feed, logger, now } = deps;
  const stopping = new AbortController();
  const { signal } = stopping;
  let state = webhook;
  const note = (delivery: Partial<DeliveryState>) => {
    state = { ...state, delivery: { ...state.delivery, ...delivery } };
  };
  const passed = (position: number) => {
    state = { ...state, place: { ...state.place, position } };
  };
  const pause = (ms: number) =>
    sleep(Math.max(0, ms), undefined, { signal }).catch(() => undefined);

  const disable = (reason: string) => {
    note({ isDisabled: true, retryAt: null, failure: { at: now(), reason } });
    logger.warn({ webhook: state.id, reason }, 'a webhook is disabled');
  };
  const logged = (message: WebhookMessage, attempt: Partial<DeliveryAttempt>) =>
    deps.onAttempt({
      ...{ webhookId: state.id, messageId: message.id, at: now() },
      ...{ kind: message.change.kind, id: message.change.id },
      ...{ attempt: 0, durationMs: 0, status: null, outcome: 'given-up', reason: null },
      ...attempt,
    });
  /** Since a message that was made then has been waiting for a receiver that fails; `null`: it does not fail. */
  const waitsSince = ({ at }: Change) => {
    const { failingSince } = state.delivery;
    return failingSince === null ? null : Math.max(at, failingSince);
  };
  const isHopeless = (change: Change) => now() - (waitsSince(change) ?? now()) >= GIVE_UP_MS;

  /** Whether it is over with this message. */
  const attempt = async (message: WebhookMessage): Promise<boolean> => {
    const startedAt = performance.now();
    const headers = signedHeaders(message, state.secret, now());
    const posted = await deps.poster.post(state.url, { headers, body: message.body, signal });
    if (signal.aborted && posted.reason !== null) return false;
    const { reason, status } = posted;
    const failures = reason === null ? 0 : state.delivery.failures + 1;
    const about = {
      ...{ attempt: state.delivery.failures + 1, status, reason },
      durationMs: Math.round(performance.now() - startedAt),
    };
    if (reason === null) {
      note({ failures, failingSince: null, retryAt: null, deliveredAt: now() });
      logged(message, { ...about, outcome: 'delivered' });
      return true;
    }
    if (status === GONE) {
      disable(reason);
      logged(message, { ...about, outcome: 'disabled' });
      return false;
    }
    if (failures === 1)
      logger.warn({ webhook: state.id, reason }, 'a webhook fails, and is retried');
    const { failingSince } = state.delivery;
    note({
      ...{ failures, failingSince: failingSince ?? now(), failure: { at: now(), reason } },
      retryAt: now() + retryMs(failures, posted),
    });
    const isOver = isHopeless(message.change);
    logged(message, { ...about, outcome: isOver ? 'given-up' : 'failed' });
    return isOver;
  };
  /** Tries a change once. Whether it is over with it. */
  const deliver = async (change: Change): Promise<boolean> => {
    const message = messageOf(change, state.place.beganAt, deps.sealer);
    if (isHopeless(change)) {
      logged(message, { reason: state.delivery.failure?.reason ?? null });
      return true;
    }
    if (deps.mayDeliver()) return await attempt(message);
    await pause(TROUBLE_MS);
    return false;
  };
  /** The one that was not taken: those after it are read again, so that nothing else is kept for as long as that lasts. */
  let held: Change | null = null;
  const deliverHeld = async (change: Change) => {
    if (!(await deliver(change))) return;
    held = null;
    passed(change.position);
  };
  const follow = async () => {
    if (state.place.beganAt === 0) {
      const { beganAt } = await feed.newest();
      state = { ...state, place: { ...state.place, beganAt } };
    }
    const found = await feed.next(state.place, { limit: LIMIT, atMostMs: WAIT_MS, signal });
    for (const change of await ofInterest(found.changes, state, deps.webhooks)) {
      if (signal.aborted || leftMs(state.delivery, now()) > 0) return;
      if (!(await deliver(change))) {
        held = change;
        return;
      }
      passed(change.position);
    }
    if (found.position > state.place.position) passed(found.position);
  };
  const step = async () => {
    const waitMs = leftMs(state.delivery, now());
    if (waitMs > 0) await pause(waitMs);
    else if (held !== null) await deliverHeld(held);
    else await follow();
  };
  const run = async () => {
    let troubles = 0;
    while (!signal.aborted && !state.delivery.isDisabled) {
      try {
        await step();
        troubles = 0;
      } catch (error) {
        if (error instanceof Rejected && error.code === 'changes-expired') {
          disable(error.code);
        } else {
          troubles += 1;
          if (troubles === 1) logger.warn({ webhook: state.id, err: error }, 'a webhook waits');
          await pause(TROUBLE_MS);
        }
      }
    }
  };
  const running = run();
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Until it is tried again. More than there can be is of a clock that was set back since. */
function leftMs({ retryAt }: DeliveryState, now: number): number {
  const leftMs = retryAt === null ? 0 : retryAt - now;
  return leftMs > RETRY.capMs ? 0 : leftMs;
}

/** A receiver that asks for time gets it, within reason. */
const retryMs = (failures: number, { retryAfterMs }: Posted) =>
  Math.max(backoffMs(failures, RETRY), Math.min(retryAfterMs ?? 0, RETRY.capMs));

const providers = new WeakMap<Change, string | null>();

/** Of a movie that is there. All webhooks that read the same changes share the answer. */
function providerOf(change: Change): string | null {
  const known = providers.get(change);
  if (known !== undefined) return known;
  const { providerId } = change.json === null ? { providerId: null } : JSON.parse(change.json);
  providers.set(change, providerId);
  return providerId;
}

async function ofInterest(
  changes: readonly Change[],
  { kinds, providerId }: WebhookState,
  webhooks: DeliverDeps['webhooks'],
): Promise<readonly Change[]> {
  const ofKind = changes.filter(({ kind }) => kinds.includes(kind));
  if (providerId === null) return ofKind;
  const deleted = ofKind.filter(({ json }) => json === null).map(({ id }) => id);
  const owners =
    deleted.length === 0 ? new Map() : await webhooks.lastOwners([...new Set(deleted)]);
  return ofKind.filter((change) => (providerOf(change) ?? owners.get(change.id)) === providerId);
}
