import { Rejected } from '@marquee/contracts';
import type { SubscriptionState } from '@marquee/domain';
import { LostRace } from './engine.js';
import { floorOf, nextVersion, type Scope } from './scope.js';
import { type SubscriptionRow, subscriptionStateOf } from './subscriptions.js';
import type { SubscriptionChange } from './write-store.js';

export async function lockSubscription(
  { run, statements }: Scope,
  id: string,
): Promise<SubscriptionState | null> {
  const [row] = await run<SubscriptionRow>(statements.subscriptions.lock, { id });
  return row === undefined ? null : subscriptionStateOf(row);
}

export async function saveSubscription(
  scope: Scope,
  { before, after }: SubscriptionChange,
): Promise<SubscriptionState | null> {
  if (before === null) return after === null ? null : await create(scope, after);
  const { run, statements } = scope;
  const guard = { id: before.id, before: before.version };
  if (after === null) {
    const done = await run(statements.subscriptions.delete, guard);
    if (done.length !== 1) throw new LostRace('the subscription changed before it was deleted');
    return null;
  }
  const version = nextVersion(scope, before.version);
  const done = await run(statements.subscriptions.update, {
    ...{ ...guard, ...columnsOf(after), version },
  });
  if (done.length !== 1) throw new LostRace('the subscription changed before it was saved');
  return { ...after, version, editedVersion: version };
}

/** Whoever loses the race for the id runs again, and finds it taken. */
async function create(scope: Scope, subscription: SubscriptionState): Promise<SubscriptionState> {
  const { run, statements } = scope;
  const { id, userId: user } = subscription;
  if ((await lockSubscription(scope, id)) !== null) {
    throw new Rejected('already-exists', 'A subscription has this id.');
  }
  const version = floorOf(scope);
  const createdAt = Date.parse(subscription.createdAt);
  const made = { id, user, version, createdAt, ...columnsOf(subscription) };
  await run(statements.subscriptions.insert, made);
  return { ...subscription, version, editedVersion: version };
}

function columnsOf({ plan, startDate, endDate, isActive }: SubscriptionState) {
  return { plan, startDate, endDate: endDate ?? '', isActive: isActive ? 1 : 0 };
}
