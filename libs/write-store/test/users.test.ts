import { randomUUID } from 'node:crypto';
import type { UserState } from '@marquee/domain';
import type { WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import {
  changeUser,
  create,
  makeUser,
  newUser,
  options,
  present,
  rate,
  relay,
  settle,
} from './builders.js';

const [one, two] = [1, 2].map((n) => `0190a5b4-7b1c-7000-8000-00000000000${n}`) as [string, string];

const add = (store: WriteStore, fields: Partial<UserState>) =>
  store.write((tx) => tx.saveUser({ before: null, after: newUser(fields) }), options());

onEach('a user is found by id and by e-mail address, as it was made', async (t, { store }) => {
  const made = await makeUser(store, { id: one, email: 'Ada@Example.COM' });
  t.ok(made.version > 0);
  t.same(await store.users.byIds([one, two]), [made]);
  t.same(await store.users.byEmail('ada@example.com'), { user: made, since: 0 });
  t.equal(await store.users.byEmail('Ada@Example.COM'), null, 'it is asked for by its key');
  t.equal(await store.users.byEmail(`${'a'.repeat(1_000)}@example.com`), null, 'too long for one');
  const { value } = await store.write((tx) => tx.lockUser(one), options());
  t.same(value, made);
  t.equal((await store.write((tx) => tx.lockUser(two), options())).value, null);
});

onEach('an id and an e-mail address belong to one user', async (t, { store }) => {
  await makeUser(store, { id: one, email: 'ada@example.com' });
  await t.rejects(add(store, { id: one }), { code: 'already-exists' });
  await t.rejects(add(store, { email: 'ADA@example.com' }), { code: 'email-taken' });
  await makeUser(store, { id: two, email: 'eve@example.com' });
  await t.rejects(changeUser(store, two, { email: 'Ada@example.com' }), { code: 'email-taken' });
  const { value } = await changeUser(store, one, { email: 'ADA@example.com' });
  t.match(value, { email: 'ADA@example.com' }, 'one may write one’s own differently');
});

onEach('an id that something stands under is known', async (t, { store }) => {
  const claimed = async (id: string) =>
    (await store.write((tx) => tx.userIdIsClaimed(id), options())).value;
  const [key, subject] = [randomUUID(), randomUUID()];
  const rest = { name: 'k', hash: '1'.repeat(64), role: 'viewer', scopes: [] } as const;
  const at = { createdAt: Date.now(), expiresAt: null };
  await store.accessKeys.create({ ...rest, ...at, id: key, subject });
  await t.rejects(add(store, { id: key }), { code: 'already-exists' }, 'for administrators, too');
  t.equal(await claimed(subject), true);
  const movie = await create(store);
  const [rater, author, nobody] = [randomUUID(), randomUUID(), randomUUID()];
  await rate(store, movie.id, 5, { userId: rater });
  const comment = { id: randomUUID(), movieId: movie.id, userId: author, text: 'x' };
  await store.write((tx) => tx.createComment(comment), options());
  t.same(await Promise.all([rater, author, nobody].map(claimed)), [true, true, false]);
});

onEach('of fifty who want one address at once, one gets it', async (t, { store }) => {
  const email = 'wanted@example.com';
  const tries = Array.from({ length: 50 }, (_, n) =>
    add(store, { email: n % 2 === 0 ? email : email.toUpperCase() }).then(
      ({ value }) => value?.id,
      (error) => error.code,
    ),
  );
  const outcomes = await Promise.all(tries);
  t.equal(outcomes.filter((outcome) => outcome === 'email-taken').length, 49);
  const known = present(await store.users.byEmail(email));
  t.ok(outcomes.includes(known.user.id), 'whoever was told so has it');
});

onEach('changes are at newer versions, and none is lost', async (t, { store }) => {
  const { id, version } = await makeUser(store, { email: 'a@example.com' });
  const changes = Array.from({ length: 8 }, (_, n) =>
    changeUser(store, id, { firstName: `Ada ${n}` }),
  );
  const versions = (await Promise.all(changes)).map(({ value }) => value?.version ?? 0);
  t.equal(new Set([version, ...versions]).size, 9);
  t.ok(versions.every((later) => later > version));
});

onEach('a name is no matter of the view, and of no token', async (t, { store }) => {
  const { id } = await makeUser(store);
  const changed = await changeUser(store, id, { firstName: 'Eve', email: 'eve@example.com' });
  t.equal(changed.subjects, 0);
  t.same((await relay(store)).events, []);
  t.equal(await store.accessKeys.find(id), null);
});

onEach('another password or role ends tokens, of which the view is told', async (t, opened) => {
  let woken = 0;
  const onCommitted = () => {
    woken += 1;
  };
  const store = opened.another({ onCommitted });
  const { id, email } = await makeUser(store, { email: 'eve@example.com' });
  t.equal(woken, 0);
  await changeUser(store, id, { passwordHash: 'another' });
  t.equal(woken, 1, 'the relay is woken');
  const first = present(await store.accessKeys.find(id));
  t.match(first, { id, subject: id, role: 'viewer', revoked: false, scopes: [], expiresAt: 1 });
  t.equal((await store.users.byEmail(email))?.since, first.version, 'logins are told the version');
  const { events } = await settle(store);
  t.match(events, [{ kind: 'key', id, key: { id, subject: id, version: first.version } }]);
  t.notMatch(JSON.stringify(events), /another|eve@|argon2/, 'and of nothing else');

  await changeUser(store, id, { role: 'provider' });
  const second = present(await store.accessKeys.find(id));
  t.ok(second.version > first.version);
  t.match(await settle(store), {
    events: [{ key: { role: 'provider', version: second.version } }],
  });
  t.equal((await relay(store)).events.length, 0);
});

onEach('what stands for logins is no key of a machine', async (t, { store }) => {
  const { id } = await makeUser(store);
  await changeUser(store, id, { passwordHash: 'another' });
  t.same(await store.accessKeys.list(), []);
  t.equal(await store.accessKeys.revoke(id, Date.now()), false);
  const rotation = { hash: 'a'.repeat(64), until: 0, now: Date.now() };
  t.equal(await store.accessKeys.rotate(id, rotation), false);
  t.match(await store.accessKeys.find(id), { revoked: false });
  t.same(await store.survey.page('keys', { after: null, limit: 9 }), [id], 'the view has it, too');
});

onEach('users are listed from the newest to the oldest, and back', async (t, { store }) => {
  const made = [];
  for (let n = 0; n < 5; n += 1) made.push(await makeUser(store));
  const gone = present(made[2]);
  await changeUser(store, gone.id, null);
  const ids = made.filter(({ id }) => id !== gone.id).map(({ id }) => id);
  const idsOf = (page: readonly { readonly value: UserState }[]) =>
    page.map(({ value }) => value.id);
  const { users } = store;
  const first = await users.page({ direction: 'older', from: null, limit: 3 });
  t.same(idsOf(first), ids.toReversed().slice(0, 3));
  const from = present(first[2]).seq;
  t.same(idsOf(await users.page({ direction: 'older', from, limit: 3 })), [ids[0]]);
  t.same(idsOf(await users.page({ direction: 'newer', from, limit: 9 })), ids.slice(2));
});
