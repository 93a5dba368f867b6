import { Rejected, type Subscription } from '@marquee/contracts';
import { checkGuard, checkSelf, type SubscriptionState, subscriptionAsRead } from '@marquee/domain';
import type { WriteTransaction } from '@marquee/write-store';
import type { CommandDeps } from '../command-deps.js';
import type { Target } from '../target.js';
import { type WrittenBy, writeAs } from '../write-as.js';

export const subscriptionEtag = ({ version }: Subscription) => `"${version}"`;

export const OF_ANOTHER = 'It is the subscription of another user.';

/** Locks, decides and stores. A change that changes nothing stores nothing. */
export async function changeSubscription(
  deps: CommandDeps,
  target: Target,
  decide: (before: SubscriptionState) => SubscriptionState,
): Promise<WrittenBy<Subscription>> {
  return await writeAs(deps, target, async (tx) => {
    const before = await lockOwnSubscription(tx, target);
    const after = decide(before);
    if (after === before) return subscriptionAsRead(before);
    return storedSubscription(await tx.saveSubscription({ before, after }));
  });
}

/** The subscription, locked. @throws {Rejected} `subscription-not-found`, `forbidden`, `version-mismatch` */
export async function lockOwnSubscription(
  tx: WriteTransaction,
  { id, caller, guard }: Target,
): Promise<SubscriptionState> {
  const before = await tx.lockSubscription(id);
  if (before === null) throw new Rejected('subscription-not-found');
  checkSelf(before.userId, caller, OF_ANOTHER);
  checkGuard(before, guard);
  return before;
}

export function storedSubscription(stored: SubscriptionState | null): Subscription {
  if (stored === null) throw new Rejected('subscription-not-found');
  return subscriptionAsRead(stored);
}
