import type { SubscriptionPatch } from '@marquee/contracts';
import {
  decideCreateSubscription,
  decidePatchSubscription,
  decideReplaceSubscription,
  type SubscriptionState,
  subscriptionAsRead,
} from '@marquee/domain';
import t from 'tap';

const premium: SubscriptionState = {
  ...{ id: 's', version: 7, editedVersion: 7, userId: 'ada', plan: 'Premium' },
  ...{ startDate: '2026-02-01', endDate: '2027-01-31', isActive: true },
  createdAt: '2026-01-01T00:00:00.000Z',
};

t.test('a new subscription is active and has no end, unless it says so', async (t) => {
  const input = { userId: 'ADA', plan: ' Premium ', startDate: '2026-02-01' };
  const made = { id: 's', now: Date.UTC(2026, 0, 1) };
  const fresh = { ...premium, version: 0, editedVersion: 0, endDate: null };
  t.strictSame(decideCreateSubscription(input, made), fresh);
  const given = { ...input, endDate: '2026-02-01', isActive: false };
  t.match(decideCreateSubscription(given, made), { endDate: '2026-02-01', isActive: false });
});

t.test('a replacement drops what it does not give, but not whose it is', async (t) => {
  const input = { plan: 'Basic', startDate: '2026-03-01' };
  const after = { ...premium, ...input, endDate: null };
  t.strictSame(decideReplaceSubscription({ ...premium, isActive: false }, input), after);
  t.equal(decideReplaceSubscription(premium, { ...premium, userId: 'eve', id: 'x' }), premium);
});

const patches: readonly (readonly [patch: SubscriptionPatch, changed: object | string | null])[] = [
  [{}, null],
  [{ plan: 'Premium ', isActive: true }, null],
  [{ userId: 'eve', id: 'x', version: 1 }, null],
  [{ isActive: false }, { isActive: false }],
  [{ endDate: null }, { endDate: null }],
  [{ endDate: '2026-02-01' }, { endDate: '2026-02-01' }],
  [{ startDate: '2027-01-31' }, { startDate: '2027-01-31' }],
  [
    { startDate: '2028-01-01', endDate: null },
    { startDate: '2028-01-01', endDate: null },
  ],
  [{ endDate: '2026-01-31' }, '/endDate'],
  [{ startDate: '2027-02-01' }, '/startDate'],
];

t.test('a patch changes what it names; the days must agree afterwards', async (t) => {
  for (const [patch, changed] of patches) {
    const what = JSON.stringify(patch);
    const decide = () => decidePatchSubscription(premium, patch);
    if (changed === null) t.equal(decide(), premium, what);
    else if (typeof changed === 'object') t.strictSame(decide(), { ...premium, ...changed }, what);
    else t.throws(decide, { code: 'invalid-input', faults: [{ pointer: changed }] }, what);
  }
});

t.test('what is shown of a subscription is all that callers know', async (t) => {
  t.strictSame(Object.keys(subscriptionAsRead(premium)), [
    ...['id', 'version', 'userId', 'plan', 'startDate', 'endDate', 'isActive', 'createdAt'],
  ]);
});
