import type { KnownAccessKey } from '../src/index.js';
import { onEach } from './adapters.js';
import { relay, settle, tick } from './builders.js';

const now = Date.UTC(2026, 0, 1);
const key = (n: number): Omit<KnownAccessKey, 'version' | 'revoked' | 'former'> => ({
  id: `0190a5b4-7b1c-7000-8000-00000000000${n}`,
  name: `key ${n}`,
  hash: String(n).repeat(64),
  role: 'provider',
  subject: '0190a5b4-7b1c-7000-8000-0000000000ff',
  scopes: ['catalogue:write', 'ratings:write'],
  createdAt: now + n,
  expiresAt: n === 1 ? null : now + 1_000,
});

onEach('a key is found by its id, as it was made', async (t, { store }) => {
  await store.accessKeys.create(key(1));
  await store.accessKeys.create({ ...key(2), scopes: [] });
  const [one, two] = [key(1), { ...key(2), scopes: [] }];
  t.same(await store.accessKeys.find(one.id), {
    ...one,
    ...{ former: null, revoked: false, version: (now + 1) * 1_000 },
  });
  t.same(
    (await store.accessKeys.list()).map(({ id, scopes }) => ({ id, scopes })),
    [one, two].map(({ id, scopes }) => ({ id, scopes })),
  );
  t.equal(await store.accessKeys.find(key(3).id), null);
  await t.rejects(store.accessKeys.create(key(1)), { code: 'already-exists' });
});

onEach(
  'a key is revoked once, at a newer version, also by a clock that went back',
  async (t, { store }) => {
    await store.accessKeys.create(key(1));
    t.equal(await store.accessKeys.revoke(key(1).id, now - 60_000), true);
    const revoked = await store.accessKeys.find(key(1).id);
    t.match(revoked, { revoked: true, version: (now + 1) * 1_000 + 1 });
    t.equal(await store.accessKeys.revoke(key(1).id, now + 60_000), true, 'again');
    t.same(await store.accessKeys.find(key(1).id), revoked);
    t.equal(await store.accessKeys.revoke(key(3).id, now), false);
  },
);

onEach('a key that acts as itself is a key of a machine', async (t, { store }) => {
  const own = { ...key(1), subject: key(1).id };
  await store.accessKeys.create(own);
  t.match(await store.accessKeys.list(), [{ id: own.id, subject: own.id }]);
  const rotation = { hash: 'a'.repeat(64), until: now, now: now + 5 };
  t.equal(await store.accessKeys.rotate(own.id, rotation), true);
  t.equal(await store.accessKeys.revoke(own.id, now + 9), true);
  t.match(await store.accessKeys.find(own.id), { revoked: true });
});

onEach('a rotated key has another secret, and the old one for a while', async (t, { store }) => {
  const { id, hash } = key(1);
  await store.accessKeys.create(key(1));
  await settle(store);
  const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];
  const at = now + 60_000;
  t.equal(await store.accessKeys.rotate(id, { hash: first, until: at + 1, now: at }), true);
  const rotated = { hash: first, former: { hash, until: at + 1 }, version: at * 1_000 };
  t.match(await store.accessKeys.find(id), rotated);
  t.match(await settle(store), { events: [{ kind: 'key', key: rotated }] }, 'the view is told');
  await store.accessKeys.rotate(id, { hash: second, until: at + 5, now: at });
  t.match(await store.accessKeys.find(id), {
    ...{ hash: second, former: { hash: first, until: at + 5 }, version: at * 1_000 + 1 },
  });
  await store.accessKeys.revoke(id, at);
  const late = { hash, until: at, now: at };
  t.equal(await store.accessKeys.rotate(id, late), false, 'revoked ones stay as they are');
  t.equal(await store.accessKeys.rotate(key(2).id, late), false);
});

onEach('of many rotations at once each one counts', async (t, { store }) => {
  await store.accessKeys.create(key(1));
  const hashes = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(64));
  const done = await Promise.all(
    hashes.map((hash) => store.accessKeys.rotate(key(1).id, { hash, until: now, now: now + 1 })),
  );
  t.ok(done.every(Boolean));
  t.match(await store.accessKeys.find(key(1).id), { version: (now + 1) * 1_000 + 5 });
});

onEach('the view is told of keys, without what is for administrators', async (t, { store }) => {
  await store.accessKeys.create(key(1));
  await store.accessKeys.create(key(2));
  const { name, createdAt, ...shown } = key(1);
  const made = { ...shown, former: null, revoked: false, version: (now + 1) * 1_000 };
  const { events } = await settle(store);
  t.same(
    events.flatMap(({ positions, ...event }) => (event.kind === 'key' ? [event] : [])),
    [made, { ...made, id: key(2).id, hash: key(2).hash, expiresAt: key(2).expiresAt }].map(
      (told, n) => {
        const version = (now + 1 + n) * 1_000;
        return { kind: 'key', id: told.id, version, key: { ...told, version } };
      },
    ),
  );
  t.equal(await store.outbox.oldestUnconfirmedAt(), null);

  await store.accessKeys.revoke(key(1).id, now + 60_000);
  const version = (now + 60_000) * 1_000;
  t.same(await store.survey.unsettled({ keys: [key(1).id, key(2).id] }), {
    ...{ movies: [], actors: [], selections: [], keys: [key(1).id] },
    ...{ comment: [], rating: [], session: [], sessionDay: [] },
  });
  t.match(await relay(store), {
    events: [{ kind: 'key', id: key(1).id, version, key: { revoked: true, version } }],
  });
  await store.accessKeys.revoke(key(1).id, now + 90_000);
  t.same((await relay(store)).events, [], 'nothing changed');
});

onEach('whoever compares the view goes through all keys', async (t, { store }) => {
  for (const n of [1, 2, 3]) await store.accessKeys.create(key(n));
  await settle(store);
  const page = (after: string | null) => store.survey.page('keys', { after, limit: 2 });
  t.same(await page(null), [key(1).id, key(2).id]);
  t.same(await page(key(2).id), [key(3).id]);
  t.equal(await store.survey.count('keys'), 3);
  const { events } = await store.outbox.current({ keys: [key(2).id, key(9).id] });
  t.match(events, [{ kind: 'key', id: key(2).id }]);
  t.equal(events.length, 1, 'what was never there gives no event');

  const above = tick() * 1_000 + 5_000_000_000;
  const renewals = [2, 9].map((n) => ({ kind: 'keys' as const, id: key(n).id, atLeast: above }));
  await store.survey.renew(renewals, tick());
  t.match(await relay(store), { events: [{ id: key(2).id, version: above }] });
  t.equal((await store.accessKeys.find(key(2).id))?.version, above);
});
