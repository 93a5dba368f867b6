/** Webhooks as callers see them. */
import { Rejected, type Webhook } from '@marquee/contracts';
import { checkOwner, lagOf, type WebhookState } from '@marquee/domain';
import { type Caller, openPlace, sealPlace } from '@marquee/service';
import type { CommandDeps } from '../command-deps.js';
import { stateOf } from './measure-webhooks.js';

/** Shows some as they are now. */
export async function webhooksAsRead({
  writeStore,
  sealer,
}: Pick<CommandDeps, 'sealer' | 'writeStore'>) {
  const last = await lastPosition(writeStore);
  return (webhook: WebhookState): Webhook => {
    const { id, ownerId, url, providerId, kinds, place, delivery } = webhook;
    return {
      ...{ id, ownerId, url, providerId, kinds: [...kinds] },
      createdAt: instantOf(webhook.createdAt),
      state: stateOf(webhook),
      position: place.beganAt === 0 ? null : sealPlace(sealer, place),
      lag: lagOf(webhook, last),
      lastDeliveredAt: instantOrNull(delivery.deliveredAt),
      lastFailure: failureOf(webhook),
    };
  };
}

/** That was given to a change: what is committed from now on gets a later one. */
export async function lastPosition({ outbox }: CommandDeps['writeStore']): Promise<number> {
  // Nobody asks what waits, so nothing is looked through.
  return (await outbox.positions(Number.MAX_SAFE_INTEGER)).last;
}

function failureOf({ delivery }: WebhookState): Webhook['lastFailure'] {
  const { failure, failures: attempts, failingSince, retryAt } = delivery;
  if (failure === null) return null;
  return {
    ...{ at: instantOf(failure.at), reason: failure.reason, attempts },
    ...{ since: instantOrNull(failingSince), retryAt: instantOrNull(retryAt) },
  };
}

/** @throws {Rejected} `webhook-not-found`, `forbidden` for that of another owner */
export function ownWebhook(found: WebhookState | null, caller: Caller): WebhookState {
  if (found === null) throw new Rejected('webhook-not-found');
  checkOwner({ providerId: found.ownerId }, caller);
  return found;
}

/** The place that a body names. @throws {Rejected} `invalid-cursor` */
export function placeAfter({ sealer }: Pick<CommandDeps, 'sealer'>, after: string) {
  try {
    return openPlace(sealer, after, 'after');
  } catch (error) {
    if (!(error instanceof Rejected)) throw error;
    const faults = error.faults.map(({ code, detail }) => ({ pointer: '/after', code, detail }));
    throw new Rejected(error.code, error.message, faults);
  }
}

const instantOf = (ms: number) => new Date(ms).toISOString();
const instantOrNull = (ms: number | null) => (ms === null ? null : instantOf(ms));
