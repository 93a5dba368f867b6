import t from 'tap';
import { callers, startCommandApi } from './command-fixture.js';
import { addUser } from './user-fixture.js';

const viewer = callers.viewer.id;
const nobody = '01890000-0000-7000-8000-00000000dead';
const as = 'viewer';
const asAdministrator = { as: 'administrator' } as const;
const paid = { plan: 'Premium', startDate: '2026-02-01', endDate: '2027-01-31' };

async function start(t: Parameters<typeof startCommandApi>[0]) {
  const api = await startCommandApi(t);
  await addUser(api, { id: viewer });
  const other = await addUser(api);
  const add = async (fields: object = {}) =>
    (
      await api.send(
        'POST',
        '/subscriptions',
        { userId: viewer, ...paid, ...fields },
        asAdministrator,
      )
    ).body;
  return { ...api, add, other: other.id };
}

t.test('a user subscribes, reads it, changes it and deletes it', async (t) => {
  const { send } = await start(t);
  const input = { userId: viewer.toUpperCase(), ...paid, plan: ' Premium ' };
  const made = await send('POST', '/subscriptions', input, { as });
  t.equal(made.status, 201);
  const { id, version } = made.body;
  t.same(made.body, {
    ...{ id, version, userId: viewer, ...paid, isActive: true },
    createdAt: made.body.createdAt,
  });
  const url = `/subscriptions/${id}`;
  t.equal(made.headers['location'], url);
  const read = await send('GET', url, undefined, { as });
  t.same(read.body, made.body);
  t.match(read.headers, { etag: `"${version}"`, 'cache-control': 'private, no-store' });
  t.match(await send('PUT', url, read.body, { as }), { status: 200, body: { version } });
  const moved = await send('PUT', url, { ...read.body, userId: nobody, plan: 'Basic' }, { as });
  t.match(moved.body, { userId: viewer, plan: 'Basic' }, 'whose it is stays');
  const bare = await send('PUT', url, { plan: 'Basic', startDate: '2026-01-01' }, { as });
  t.match(bare.body, { endDate: null, isActive: true, startDate: '2026-01-01' });
  const off = await send('PATCH', url, { isActive: false }, { as });
  t.match(off.body, { isActive: false, plan: 'Basic', startDate: '2026-01-01' });
  const named = await send('PATCH', url, { plan: 'Basic 2' }, { as });
  t.match(named.body, { isActive: false, plan: 'Basic 2' }, 'what a patch leaves out stays');
  const stale = { as, headers: { 'if-match': `"${version}"` } } as const;
  t.match(await send('DELETE', url, undefined, stale), { body: { code: 'version-mismatch' } });
  t.equal((await send('DELETE', `${url}?dryRun=true`, undefined, { as })).status, 200);
  t.equal((await send('DELETE', url, undefined, { as })).status, 204);
  const gone = { status: 404, body: { code: 'subscription-not-found' } };
  t.match(await send('GET', url, undefined, { as }), gone);
  t.match(await send('DELETE', url, undefined, { as }), gone);
  t.match(await send('PATCH', url, {}, { as }), gone);
});

t.test('what is wrong with a subscription is named, and nothing is stored', async (t) => {
  const { send, store } = await start(t);
  const wrong: readonly (readonly [pointer: string, fields: object])[] = [
    ['/userId', { userId: 'me' }],
    ['/plan', { plan: ' ' }],
    ['/plan', { plan: 'x'.repeat(101) }],
    ['/plan', { plan: '😀'.repeat(51) }],
    ['/plan', { plan: null }],
    ['/startDate', { startDate: '2026-02-30' }],
    ['/startDate', { startDate: '2026-02-01T00:00:00Z' }],
    ['/endDate', { endDate: '2026-01-31' }],
    ['/endDate', { endDate: 'never' }],
    ['/isActive', { isActive: 'yes' }],
    ['/price', { price: 5 }],
  ];
  for (const [pointer, fields] of wrong) {
    const body = { userId: viewer, ...paid, ...fields };
    const answer = await send('POST', '/subscriptions', body, { as });
    t.match(answer, { status: 400, body: { errors: [{ pointer }] } }, JSON.stringify(fields));
  }
  const empty = await send('POST', '/subscriptions', { endDate: 5 }, { as });
  const pointers = empty.body.errors?.map(({ pointer }) => pointer).sort();
  t.same(pointers, ['/endDate', '/plan', '/startDate', '/userId']);
  const page = { direction: 'older', from: null, limit: 9 } as const;
  t.same(await store.subscriptions.page({}, page), []);
});

t.test('a patch of one day must agree with the other', async (t) => {
  const { send, add } = await start(t);
  const { id, version } = await add();
  const url = `/subscriptions/${id}`;
  const change = (patch: object) => send('PATCH', url, patch, { as });
  const disagrees = (pointer: string) => ({
    ...{ status: 400, body: { errors: [{ pointer, code: 'disagrees' }] } },
  });
  t.match(await change({ endDate: '2026-01-31' }), disagrees('/endDate'));
  t.match(await change({ startDate: '2027-02-01' }), disagrees('/startDate'));
  t.match(await change({ startDate: '2027-02-01', endDate: '2027-01-01' }), disagrees('/endDate'));
  t.match((await send('GET', url, undefined, { as })).body, { version });
  t.match(await change({ startDate: '2027-01-31' }), { status: 200 }, 'one day is enough');
  t.match(await change({ startDate: '2028-01-01', endDate: null }), { body: { endDate: null } });
});

t.test('a subscription is of a user who is there, and its id of none before', async (t) => {
  const { send, add, other } = await start(t);
  const unknown = { status: 404, body: { code: 'user-not-found' } };
  const sent = (fields: object) =>
    send('POST', '/subscriptions', { userId: viewer, ...paid, ...fields }, asAdministrator);
  t.match(await sent({ userId: nobody }), unknown);
  const { id } = await add();
  t.match(await sent({ id }), { status: 409, body: { code: 'already-exists' } });
  await send('DELETE', `/users/${other}`, undefined, asAdministrator);
  t.match(await sent({ userId: other }), unknown);
  const asProvider = { userId: callers.provider.id, ...paid };
  t.match(await send('POST', '/subscriptions', asProvider), unknown, 'nor is every caller a user');
});

t.test('users see their own, administrators all, by any filters', async (t) => {
  const { send, add, other } = await start(t);
  const made = [
    await add({ plan: 'Basic' }),
    await add({ userId: other, plan: 'Basic', isActive: false }),
    await add({ isActive: false }),
    await add({ userId: other }),
  ];
  const list = async (query: string, who: 'viewer' | 'administrator' = 'administrator') => {
    const { body } = await send('GET', `/subscriptions${query}`, undefined, { as: who });
    return body.items.map(({ id }) => made.findIndex((each) => each.id === id));
  };
  t.same(await list(''), [3, 2, 1, 0]);
  t.same(await list('', 'viewer'), [2, 0]);
  t.same(await list(`?userId=${viewer.toUpperCase()}`, 'viewer'), [2, 0]);
  t.same(await list('?plan=Basic'), [1, 0]);
  t.same(await list('?plan=Basic', 'viewer'), [0]);
  t.same(await list('?isActive=false&plan=Basic'), [1]);
  t.same(await list(`?isActive=true&userId=${other}`), [3]);
  t.same(await list('?plan=Gold'), []);
  const theirs = `/subscriptions?userId=${other}`;
  t.equal((await send('GET', theirs, undefined, { as })).status, 403);
  for (const query of [
    'isActive=1',
    'plan=',
    'user=x',
    'plan=A&plan=B',
    'userId=me',
    'limit=101',
  ]) {
    const { status } = await send('GET', `/subscriptions?${query}`, undefined, asAdministrator);
    t.equal(status, 400, query);
  }
});

t.test('pages follow one another in both directions, each once', async (t) => {
  const { send, add } = await start(t);
  const made: string[] = [];
  for (let n = 0; n < 7; n += 1) made.push((await add({ plan: `Plan ${n % 2}` })).id);
  const page = async (query: string) =>
    (await send('GET', `/subscriptions?limit=2${query}`, undefined, { as })).body;
  const seen: string[] = [];
  let answer = await page('');
  t.equal(answer.page.previous, null);
  for (;;) {
    seen.push(...answer.items.map(({ id }) => id));
    if (answer.page.next === null) break;
    answer = await page(`&cursor=${answer.page.next}`);
  }
  t.same(seen, made.toReversed());
  const back: string[] = [];
  while (answer.page.previous !== null) {
    answer = await page(`&cursor=${answer.page.previous}`);
    back.push(...answer.items.map(({ id }) => id).toReversed());
  }
  t.same(back, made.slice(1), 'all but the last page, from its end');

  const { next } = (await page('')).page;
  const foreign = await send('GET', `/subscriptions?plan=X&cursor=${next}`, undefined, { as });
  t.match(foreign, { status: 400, body: { code: 'invalid-cursor' } }, 'it is of another list');
  const wider = await send('GET', `/subscriptions?limit=50&cursor=${next}`, undefined, { as });
  t.equal(wider.body.items.length, 5);
  for (const id of made.slice(0, 5))
    await send('DELETE', `/subscriptions/${id}`, undefined, { as });
  const emptied = await page(`&cursor=${next}`);
  t.same(emptied.items, []);
  t.equal((await page(`&cursor=${emptied.page.previous}`)).items.length, 2, 'it leads back');
});

t.test('a subscription can be sent again by its key, until its user goes', async (t) => {
  const { send } = await start(t);
  const sent = { ...asAdministrator, headers: { 'idempotency-key': '"k"' } };
  const post = () => send('POST', '/subscriptions', { userId: viewer, ...paid }, sent);
  const first = await post();
  const second = await post();
  t.same(second.body, first.body);
  t.match(second.headers, { 'idempotency-replayed': 'true' });
  await send('DELETE', `/users/${viewer}`, undefined, { as });
  t.match(await post(), { status: 404, body: { code: 'user-not-found' } }, 'nothing of it is kept');
});
