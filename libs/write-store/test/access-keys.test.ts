import type { KnownAccessKey } from '../src/index.js';
import { onEach } from './adapters.js';

const now = Date.UTC(2026, 0, 1);
const key = (n: number): Omit<KnownAccessKey, 'version' | 'revoked'> => ({
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
    revoked: false,
    version: (now + 1) * 1_000,
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
