/** What a webhook is told of, and from where on. */
import { type FeedPlace, Rejected, type Webhook, type WebhookInput } from '@marquee/contracts';
import { checkProvider, type Writer } from './check-owner.js';

export interface WebhookState
  extends Pick<Webhook, 'id' | 'ownerId' | 'url' | 'providerId' | 'kinds'> {
  /** Raised by whoever moves it to another place, so that what was under way does not move it back. */
  readonly version: number;
  readonly secret: string;
  /** Milliseconds since 1970, as below. */
  readonly createdAt: number;
  /** All up to there is done with. `beganAt` 0: that of the feed that is there. */
  readonly place: FeedPlace;
  readonly delivery: DeliveryState;
}

/** How it goes. */
export interface DeliveryState {
  /** Attempts that failed since one succeeded. */
  readonly failures: number;
  readonly failingSince: number | null;
  readonly retryAt: number | null;
  readonly failure: { readonly at: number; readonly reason: string } | null;
  readonly deliveredAt: number | null;
  readonly isDisabled: boolean;
}

const untried: DeliveryState = {
  ...{ failures: 0, failingSince: null, retryAt: null },
  ...{ failure: null, deliveredAt: null, isDisabled: false },
};

export interface WebhookMade {
  readonly id: string;
  readonly secret: string;
  readonly now: number;
  readonly place: FeedPlace;
}

/** One that nobody has stored yet. @throws {Rejected} `forbidden`, `invalid-input` */
export function decideCreateWebhook(
  { url, providerId: asked, kinds = ['movie'] }: WebhookInput,
  writer: Writer,
  { id, secret, now, place }: WebhookMade,
): WebhookState {
  checkProvider(writer);
  const isAdministrator = writer.role === 'administrator';
  const providerId = asked?.toLowerCase() ?? (isAdministrator ? null : writer.id);
  if (!isAdministrator && providerId !== writer.id) {
    throw new Rejected('forbidden', 'They are the movies of another provider.');
  }
  if (providerId !== null && kinds.includes('actor')) throw actorsOfProvider();
  return {
    ...{ id, version: 0, ownerId: writer.id, url: new URL(url).href, providerId, kinds },
    ...{ secret, createdAt: now, place, delivery: untried },
  };
}

/** Sends what came after this place once more; one that was disabled is tried again. */
export function decideReplayWebhook(before: WebhookState, place: FeedPlace): WebhookState {
  const { deliveredAt, failure } = before.delivery;
  return { ...before, place, delivery: { ...untried, deliveredAt, failure } };
}

/** Where changes are told after `last`, the last position that was given. */
export const lagOf = ({ place }: WebhookState, last: number): number =>
  Math.max(0, last - place.position);

function actorsOfProvider(): Rejected {
  const detail = 'Actors are told of without providerId, to administrators alone.';
  const fault = { pointer: '/kinds', code: 'not-allowed', detail };
  return new Rejected('invalid-input', 'One fault was found in the request.', [fault]);
}
