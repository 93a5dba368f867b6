import { randomUUID } from 'node:crypto';
import type { WebhookState } from '@marquee/domain';
import type { DeliveryAttempt, PageOptions, WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  changeUser,
  create,
  makeUser,
  newWebhook,
  options,
  otherProvider,
  present,
  provider,
  remove,
} from './builders.js';

const newest: PageOptions = { direction: 'older', from: null, limit: 10 };

const save = async (store: WriteStore, before: WebhookState | null, after: WebhookState | null) =>
  (await store.write((tx) => tx.saveWebhook({ before, after }), options())).value;

const add = async (store: WriteStore, more: Partial<WebhookState> = {}) =>
  present(await save(store, null, newWebhook(more)));

function attemptAt(webhookId: string, attempt: number, at = Date.now()): DeliveryAttempt {
  return {
    ...{ webhookId, attempt, at, messageId: `change-1-${attempt}`, kind: 'movie' },
    ...{ id: randomUUID(), durationMs: 5, status: null, outcome: 'failed', reason: 'timeout' },
  };
}

onEach('a webhook is kept as it was made, listed, moved and deleted', async (t, { store }) => {
  const mine = await add(store, { providerId: provider, kinds: ['movie'] });
  const others = await add(store, { ownerId: otherProvider });
  t.same(await store.webhooks.find(mine.id), mine);
  t.equal(await store.webhooks.find(randomUUID()), null);
  const listed = async (owner: string | null) =>
    (await store.webhooks.page(owner, newest)).map(({ value }) => value);
  t.same(await listed(null), [others, mine]);
  t.same(await listed(provider), [mine]);
  t.same(await store.webhooks.all(), [mine, others]);
  const moved = await save(store, mine, { ...mine, place: { beganAt: 4, position: 2 } });
  t.ok(present(moved).version > mine.version);
  t.same(await store.webhooks.find(mine.id), moved);
  await save(store, moved, null);
  t.same(await store.webhooks.all(), [others]);
});

onEach('an owner has no more than ten, and an id is taken once', async (t, { store }) => {
  const first = await add(store);
  await t.rejects(save(store, null, newWebhook({ id: first.id })), { code: 'already-exists' });
  for (let n = 1; n < 10; n += 1) await add(store);
  await t.rejects(save(store, null, newWebhook()), { code: 'too-many-webhooks' });
  await add(store, { ownerId: otherProvider });
});

onEach('ten at the same moment are ten, and the eleventh is refused', async (t, { store }) => {
  const made = await Promise.allSettled(
    Array.from({ length: 14 }, () => save(store, null, newWebhook())),
  );
  t.equal(made.filter(({ status }) => status === 'fulfilled').length, 10);
});

onEach('progress is noted, but not over what somebody has changed since', async (t, { store }) => {
  const webhook = await add(store);
  const delivery = { ...webhook.delivery, failures: 2, failure: { at: 5, reason: 'timeout' } };
  const gone = newWebhook();
  const at = { ...webhook, place: { beganAt: 9, position: 20 }, delivery };
  await store.webhooks.note([at, gone], [attemptAt(webhook.id, 1), attemptAt(gone.id, 1)]);
  t.same(await store.webhooks.find(webhook.id), at);
  const replayed = present(await save(store, at, { ...at, place: { beganAt: 9, position: 3 } }));
  await store.webhooks.note([{ ...at, place: { beganAt: 9, position: 30 } }], []);
  t.same(await store.webhooks.find(webhook.id), replayed);
});

onEach(
  'the log is read in pages, the newest first, and goes with its webhook',
  async (t, opened) => {
    const { store, query } = opened;
    const webhook = await add(store);
    const now = Date.now();
    const attempts = [1, 2, 3].map((n) => attemptAt(webhook.id, n, now + n));
    await store.webhooks.note([], attempts);
    const page = async (more: Partial<PageOptions>) =>
      (await store.webhooks.deliveries(webhook.id, { ...newest, ...more })).map(
        ({ value }) => value.attempt,
      );
    t.same(await page({}), [3, 2, 1]);
    const [{ seq = 0 } = {}] = (await store.webhooks.deliveries(webhook.id, newest)).slice(1);
    t.same(await page({ from: seq }), [1]);
    t.same(await page({ from: seq, direction: 'newer' }), [3]);
    const [last] = await store.webhooks.deliveries(webhook.id, newest);
    const { webhookId: _, ...expected } = present(attempts[2]);
    t.same(last?.value, { ...expected, at: new Date(now + 3).toISOString() });
    await save(store, webhook, null);
    t.same(await query('SELECT seq FROM webhook_deliveries'), []);
  },
);

onEach('the log keeps a thousand of each, for a week', async (t, { store }) => {
  const webhook = await add(store);
  const now = Date.now();
  const old = Array.from({ length: 3 }, () => attemptAt(webhook.id, 1, now - 8 * 86_400_000));
  const lately = Array.from({ length: 1_005 }, (_, n) => attemptAt(webhook.id, n, now));
  await store.webhooks.note([], [...old, ...lately]);
  t.equal(await store.webhooks.prune(now), 8);
  t.equal(await store.webhooks.prune(now), 0);
  const [{ seq = 0 } = {}] = await store.webhooks.deliveries(webhook.id, {
    ...{ direction: 'newer', from: null, limit: 1 },
  });
  const all = await store.webhooks.deliveries(webhook.id, { ...newest, limit: 2_000 });
  t.equal(all.length, 1_000);
  t.equal(all.at(-1)?.seq, seq);
});

onEach('webhooks go with a user who is deleted, or gets another role', async (t, { store }) => {
  const user = await makeUser(store, { role: 'provider' });
  await add(store, { ownerId: user.id });
  await changeUser(store, user.id, { firstName: 'Other' });
  t.equal((await store.webhooks.all()).length, 1);
  await changeUser(store, user.id, { role: 'viewer' });
  t.same(await store.webhooks.all(), []);
  await add(store, { ownerId: user.id });
  await changeUser(store, user.id, null);
  t.same(await store.webhooks.all(), []);
  await t.rejects(save(store, null, newWebhook({ ownerId: user.id })), { code: 'user-not-found' });
});

onEach('it is known whose a deleted movie was', async (t, { store }) => {
  const gone = await create(store);
  const there = await create(store);
  await remove(store, gone.id);
  const ids = [gone.id, there.id, randomUUID()];
  t.same([...(await store.webhooks.lastOwners(ids))], [[gone.id, provider]]);
});
