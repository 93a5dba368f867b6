/** What a change makes of a subscription. A change that changes nothing gives the very same object back. */
import { isDeepStrictEqual } from 'node:util';
import {
  Rejected,
  type Subscription,
  type SubscriptionInput,
  type SubscriptionPatch,
  type SubscriptionReplacement,
} from '@marquee/contracts';

export interface SubscriptionState extends Subscription {
  /** As of movies; each change of a subscription is a caller's own. */
  readonly editedVersion: number;
}

type SubscriptionContent = Pick<Subscription, 'plan' | 'startDate' | 'endDate' | 'isActive'>;

/** A subscription that nobody has stored yet; the store gives it its version. `now` in milliseconds. */
export function decideCreateSubscription(
  input: SubscriptionInput,
  made: { readonly id: string; readonly now: number },
): SubscriptionState {
  const createdAt = new Date(made.now).toISOString();
  const owned = { id: made.id, userId: input.userId.toLowerCase(), createdAt };
  return { ...owned, version: 0, editedVersion: 0, ...normalised(input) };
}

/** `PUT`: what is not given is gone, and an activity that is not given is `true`. */
export function decideReplaceSubscription(
  before: SubscriptionState,
  input: SubscriptionReplacement,
): SubscriptionState {
  const content = normalised(input);
  return isDeepStrictEqual(contentOf(before), content) ? before : { ...before, ...content };
}

/** `PATCH`, a JSON merge patch (RFC 7396): `null` removes. @throws {Rejected} `invalid-input` */
export function decidePatchSubscription(
  before: SubscriptionState,
  patch: SubscriptionPatch,
): SubscriptionState {
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined));
  const merged: SubscriptionContent = { ...contentOf(before), ...given };
  if (merged.endDate !== null && merged.endDate < merged.startDate) {
    throw datesDisagree(patch, before);
  }
  return decideReplaceSubscription(before, merged);
}

export function subscriptionAsRead(state: SubscriptionState): Subscription {
  const { editedVersion: _, ...subscription } = state;
  return subscription;
}

function normalised(fields: SubscriptionReplacement): SubscriptionContent {
  const { plan, startDate, endDate = null, isActive = true } = fields;
  return { plan: plan.trim(), startDate, endDate, isActive };
}

function contentOf(subscription: SubscriptionContent): SubscriptionContent {
  const { plan, startDate, endDate, isActive } = subscription;
  return { plan, startDate, endDate, isActive };
}

/** Names the day that the patch gives: the other one is there already. */
function datesDisagree(patch: SubscriptionPatch, before: SubscriptionState): Rejected {
  const [pointer, detail] =
    patch.endDate === undefined
      ? ['/startDate', `It must not be after endDate, which is ${before.endDate}.`]
      : ['/endDate', `It must not be before startDate, which is ${before.startDate}.`];
  const fault = { pointer, code: 'disagrees', detail };
  return new Rejected('invalid-input', 'One fault was found in the request.', [fault]);
}
