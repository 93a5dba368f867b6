import type { SubscriptionState } from '@marquee/domain';
import type { SubscriptionSelection, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import { makeSubscription, makeUser, newSubscription, options, present } from './builders.js';

/** Changes these fields; `null` deletes. */
const change = (store: WriteStore, id: string, fields: Partial<SubscriptionState> | null) =>
  store.write(async (tx) => {
    const before = present(await tx.lockSubscription(id));
    const after = fields === null ? null : { ...before, ...fields };
    return await tx.saveSubscription({ before, after });
  }, options());

onEach('a subscription is kept as it was made, changed and deleted', async (t, { store }) => {
  const user = await makeUser(store);
  const made = await makeSubscription(store, user.id, { endDate: '2027-01-31', plan: 'Zwölf 😀' });
  t.same(await store.subscriptions.find(made.id), made);
  const fields = { plan: 'Basic', startDate: '2026-03-01', endDate: null, isActive: false };
  const { value: changed, subjects } = await change(store, made.id, fields);
  t.match(changed, { ...fields, userId: user.id, createdAt: made.createdAt });
  t.ok(present(changed).version > made.version);
  t.equal(subjects, 0, 'it is no matter of the view');
  t.same(await store.subscriptions.find(made.id), changed);
  await change(store, made.id, null);
  t.equal(await store.subscriptions.find(made.id), null);
  t.equal((await store.write((tx) => tx.lockSubscription(made.id), options())).value, null);
});

onEach('an id is taken once, also by many at once', async (t, { store }) => {
  const user = await makeUser(store);
  const after = newSubscription(user.id);
  const tries = Array.from({ length: 8 }, () =>
    store
      .write((tx) => tx.saveSubscription({ before: null, after }), options())
      .then(
        () => 'made',
        (error) => error.code,
      ),
  );
  const outcomes = (await Promise.all(tries)).sort();
  t.same(outcomes, [...Array.from({ length: 7 }, () => 'already-exists'), 'made']);
});

onEach('each selection is a list of its own, the newest first', async (t, { store }) => {
  const [ada, eve] = [await makeUser(store), await makeUser(store)];
  const made: SubscriptionState[] = [];
  for (const [user, plan, isActive] of [
    [ada, 'Basic', true],
    [eve, 'Basic', false],
    [ada, 'Premium', false],
    [eve, 'basic', true],
    [ada, 'Basic', true],
  ] as const) {
    made.push(await makeSubscription(store, user.id, { plan, isActive }));
  }
  const list = async (selection: SubscriptionSelection) => {
    const page = { direction: 'older', from: null, limit: 9 } as const;
    const rows = await store.subscriptions.page(selection, page);
    return rows.map(({ value }) => made.findIndex(({ id }) => id === value.id));
  };
  t.same(await list({}), [4, 3, 2, 1, 0]);
  t.same(await list({ userId: ada.id }), [4, 2, 0]);
  t.same(await list({ plan: 'Basic' }), [4, 1, 0], 'told apart by case');
  t.same(await list({ isActive: false }), [2, 1]);
  t.same(await list({ plan: 'Basic', isActive: true }), [4, 0]);
  t.same(await list({ plan: 'Basic', isActive: true, userId: eve.id }), []);
  t.same(await list({ plan: "' OR 1 = 1 --" }), []);
});

onEach('a list goes on from a place in both directions', async (t, { store }) => {
  const { id } = await makeUser(store);
  const made: string[] = [];
  for (let n = 0; n < 5; n += 1) made.push((await makeSubscription(store, id)).id);
  const { page } = store.subscriptions;
  const first = await page({}, { direction: 'older', from: null, limit: 2 });
  t.same(
    first.map(({ value }) => value.id),
    [made[4], made[3]],
  );
  const from = present(first[1]).seq;
  const older = await page({}, { direction: 'older', from, limit: 9 });
  t.same(
    older.map(({ value }) => value.id),
    [made[2], made[1], made[0]],
  );
  const newer = await page({ userId: id }, { direction: 'newer', from, limit: 9 });
  t.same(
    newer.map(({ value }) => value.id),
    [made[4]],
  );
});
