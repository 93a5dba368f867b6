import t from 'tap';
import { type CommandApi, callers, startCommandApi } from './command-fixture.js';
import { addUser, bearer, logIn, password, person } from './user-fixture.js';

const viewer = callers.viewer.id;
const nobody = '01890000-0000-7000-8000-00000000dead';
const asViewer = { as: 'viewer' } as const;
const asAdministrator = { as: 'administrator' } as const;
const anybody = { as: null } as const;

t.test('whoever comes makes a user, logs in, and is who the token says', async (t) => {
  const api = await startCommandApi(t);
  const { send } = api;
  const input = { ...person, email: '  Ada@Example.com ', firstName: ' Ada ', password };
  const made = await send('POST', '/users', input, anybody);
  t.equal(made.status, 201);
  t.match(made.body, { ...person, role: 'viewer', createdAt: /Z$/ });
  t.same(Object.keys(made.body).sort(), [
    ...['createdAt', 'email', 'firstName', 'id', 'lastName', 'role', 'version'],
  ]);
  t.equal(made.headers['location'], `/users/${made.body.id}`);
  t.equal(made.headers['etag'], `"${made.body.version}"`);
  t.equal(api.tokenOf(made).subjects, 0);
  const { body: login } = await logIn(api);
  const me = await send('GET', '/users/me', undefined, bearer(login.access_token));
  t.equal(me.status, 200);
  t.same(me.body, made.body);
  t.match(me.headers, { 'cache-control': 'private, no-store', etag: made.headers['etag'] });
});

t.test('what is wrong with a user is named, all of it, and no user is made', async (t) => {
  const { send, store } = await startCommandApi(t);
  const wrong: readonly (readonly [pointer: string, fields: object])[] = [
    ...['', ' ', 'ada', 'ada@', '@x.org', 'a b@x.org', 'a@@x.org', 'a@.org', 'a@x..org'].map(
      (email) => ['/email', { email }] as const,
    ),
    ...[`${'x'.repeat(65)}@x.org`, `a@${'x'.repeat(253)}`, `ŉ@${'ŉ'.repeat(200)}`].map(
      (email) => ['/email', { email }] as const,
    ),
    ['/email', { email: 'a\u0000@x.org' }],
    ['/email', { email: null }],
    ['/password', { password: 'seven77' }],
    ['/password', { password: `${' '.repeat(9)}seven77` }],
    ['/password', { password: 'x'.repeat(201) }],
    ['/password', { password: ` ${'x'.repeat(200)}` }],
    ['/password', { password: 'half \ud800 a pair' }],
    ['/password', { password: 12345678 }],
    ['/firstName', { firstName: ' ' }],
    ['/lastName', { lastName: 'x'.repeat(101) }],
    ['/role', { role: 'administrator' }],
    ['/id', { id: 'me' }],
  ];
  for (const [pointer, fields] of wrong) {
    const answer = await send('POST', '/users', { ...person, password, ...fields }, anybody);
    const pointers = answer.body.errors?.map((fault) => fault.pointer);
    t.ok(answer.status === 400 && pointers?.includes(pointer), `${pointer} of ${pointers}`);
    t.notMatch(answer.text, /seven77|xxxxxxxxx/, 'and not repeated');
  }
  const { body } = await send('POST', '/users?dryrun=1', { email: 'x', password: 'y' }, anybody);
  const places = body.errors?.map(({ pointer, parameter }) => pointer ?? parameter).sort();
  t.same(places, ['/email', '/firstName', '/lastName', '/password', 'dryrun']);
  t.same(await store.users.page({ direction: 'older', from: null, limit: 9 }), []);
});

t.test('odd but right ones are kept as they are', async (t) => {
  const { send } = await startCommandApi(t);
  for (const email of ['jürgen+tag@bücher.example', 'o’brien@localhost', 'ada@[192.0.2.1]']) {
    const odd = { email, firstName: '李', lastName: 'O’Brien "Bobby"; DROP TABLE users' };
    const secret = ' pass wörd 😀\t ';
    const made = await send('POST', '/users?dryRun=true', { ...odd, password: secret }, anybody);
    t.match(made, { status: 200, body: odd });
  }
});

t.test('fifty who want one address at once: one gets it', async (t) => {
  const api = await startCommandApi(t);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => {
      const email = n % 2 === 0 ? person.email : ` ${person.email.toUpperCase()} `;
      return api.send('POST', '/users', { ...person, email, password }, anybody);
    }),
  );
  const made = answers.filter(({ status }) => status === 201);
  t.equal(made.length, 1);
  const refused = answers.filter(({ body }) => body.code === 'email-taken');
  t.same([...new Set(refused.map(({ status }) => status))], [409]);
  t.equal(refused.length, 49);
  const { body } = await api.send(
    'GET',
    `/users?email=ADA@EXAMPLE.COM`,
    undefined,
    asAdministrator,
  );
  t.same(
    body.items.map(({ id }) => id),
    [made[0]?.body.id],
  );
  t.equal((await logIn(api)).status, 200);
});

t.test('where signing up is closed, administrators alone make users', async (t) => {
  const { send } = await startCommandApi(t, { now: Date.now, signUpOpen: false });
  const statuses = [];
  for (const as of [null, 'viewer', 'provider', 'administrator'] as const) {
    statuses.push((await send('POST', '/users', { ...person, password }, { as })).status);
  }
  t.same(statuses, [401, 403, 403, 201]);
});

t.test('an id is taken by whoever has it or had it', async (t) => {
  const api = await startCommandApi(t);
  const { id } = await addUser(api);
  const again = () => api.send('POST', '/users', { ...person, id, password }, anybody);
  t.match(await again(), { status: 409, body: { code: 'already-exists' } });
  t.equal((await api.send('DELETE', `/users/${id}`, undefined, asAdministrator)).status, 204);
  t.match(await again(), { status: 409, body: { code: 'already-exists' } });
});

t.test('nobody chooses an id that others act under', async (t) => {
  const api = await startCommandApi(t);
  const { body: movie } = await api.send('POST', '/movies', { title: 'Rated' });
  const rater = '01890000-0000-7000-8000-00000000beef';
  await api.send('PUT', `/movies/${movie.id}/ratings/${rater}`, { stars: 3 }, asAdministrator);
  const ofAnotherIssuer = '01890000-0000-8000-8000-000000000001';
  for (const id of [rater, ofAnotherIssuer, callers.administrator.id]) {
    const answer = await api.send('POST', '/users', { ...person, id, password }, anybody);
    t.match(answer, { status: 409, body: { code: 'already-exists' } }, id);
  }
  const made = await api.send(
    'POST',
    '/users',
    { ...person, id: rater, password },
    asAdministrator,
  );
  t.equal(made.status, 201, 'administrators give people what was stored for them');
});

t.test('a creation can be sent again, by its key, with the very same words', async (t) => {
  const api = await startCommandApi(t);
  const headers = { 'idempotency-key': 'once' };
  const send = (fields: object) =>
    api.send('POST', '/users', { ...person, password, ...fields }, { as: null, headers });
  const first = await send({});
  t.equal(first.status, 201);
  const second = await send({});
  t.match(second.headers, { 'idempotency-replayed': 'true' });
  t.same(second.body, first.body);
  const reused = { status: 422, body: { code: 'idempotency-key-reused' } };
  t.match(await send({ password: `${password}!` }), reused, 'another password is another request');
  t.match(await send({ firstName: 'Eve' }), reused);
  await api.send('DELETE', `/users/${first.body.id}`, undefined, asAdministrator);
  const third = await send({});
  t.equal(third.status, 201, 'what was kept went with the user');
  t.not(third.body.id, first.body.id);
});

t.test('others see a profile, the user and administrators the rest', async (t) => {
  const api = await startCommandApi(t);
  await addUser(api, { id: viewer, email: 'viewer@example.com' });
  const get = (as: Parameters<CommandApi['send']>[3]) =>
    api.send('GET', `/users/${viewer.toUpperCase()}`, undefined, as);
  const profile = { id: viewer, firstName: 'Ada', lastName: 'Lovelace' };
  const seen = await get({ as: 'provider' });
  t.same(seen.body, profile);
  t.notOk(seen.headers['etag']);
  for (const who of [asViewer, asAdministrator]) {
    const all = await get(who);
    t.match(all.body, { ...profile, email: 'viewer@example.com', role: 'viewer' });
    const tag = { headers: { 'if-none-match': String(all.headers['etag']) } };
    t.match(await get({ ...who, ...tag }), { status: 304, text: '' });
  }
  t.equal((await get(anybody)).status, 401);
  const unknown = { status: 404, body: { code: 'user-not-found' } };
  t.match(await api.send('GET', `/users/${nobody}`, undefined, asViewer), unknown);
  t.match(await api.send('GET', '/users/me', undefined, { as: 'provider' }), unknown);
});

t.test('users by ids: in the order asked, each once, unknown ones left out', async (t) => {
  const api = await startCommandApi(t);
  await addUser(api, { id: viewer });
  const [one, two] = [await addUser(api), await addUser(api, { firstName: 'Eve' })];
  const ids = [two.id, nobody, viewer.toUpperCase(), one.id, two.id];
  const asked = await api.send('GET', `/users?ids=${ids}`, undefined, asViewer);
  t.equal(asked.status, 200);
  t.same(
    asked.body.items.map(({ id, email = null }) => [id, email]),
    [
      [two.id, null],
      [viewer, `${viewer}@example.com`],
      [one.id, null],
    ],
    'one’s own e-mail address is among them',
  );
  t.same(asked.body.page, { limit: 4, next: null, previous: null, total: 3 });
  const many = Array.from({ length: 101 }, () => viewer).join();
  const bad = async (query: string, as = asViewer) =>
    (await api.send('GET', `/users?${query}`, undefined, as)).body.errors?.map(
      ({ parameter, code }) => [parameter, code],
    );
  t.same(await bad(`ids=${many}`), [['ids', 'wrong-form']]);
  t.same(await bad('ids='), [['ids', 'wrong-form']]);
  t.same(await bad(`ids=${viewer}&limit=5`), [['limit', 'not-together']]);
  t.same(await bad('email=nobody'), [['email', 'not-an-email']]);
});

t.test('administrators look for users, and go through all of them', async (t) => {
  const api = await startCommandApi(t);
  const made: string[] = [];
  for (let n = 0; n < 5; n += 1) made.push((await addUser(api)).id);
  await addUser(api, { email: 'Grace@Example.com' });
  const list = (query: string, as: Parameters<CommandApi['send']>[3] = asAdministrator) =>
    api.send('GET', `/users${query}`, undefined, as);
  const found = await list('?email=grace@example.COM');
  t.match(found.body, { items: [{ email: 'Grace@Example.com' }], page: { total: 1 } });
  t.same((await list('?email=x@example.com')).body.items, []);
  for (const query of ['', '?email=x@example.com', '?limit=3']) {
    t.match(await list(query, asViewer), { status: 403, body: { code: 'forbidden' } });
  }
  const first = await list('?limit=3');
  t.match(first.headers, { link: /rel="first", .*rel="next"/ });
  const second = await list(`?limit=3&cursor=${first.body.page.next}`);
  t.equal(second.body.page.next, null);
  const all = [...first.body.items, ...second.body.items].slice(1).map(({ id }) => id);
  t.same(all, made.toReversed(), 'the newest first');
  const back = await list(`?limit=9&cursor=${second.body.page.previous}`);
  t.same(back.body.items, first.body.items);
  t.equal(back.body.page.previous, null);
  const forged = { status: 400, body: { code: 'invalid-cursor' } };
  t.match(await list('?cursor=x'), forged);
  const { body } = await api.send('GET', '/users?limit=0&cursor=x', undefined, {
    ...{ as: 'administrator', headers: { 'consistency-token': 'forged' } },
  });
  const places = body.errors?.map(({ parameter }) => parameter).sort();
  t.same(places, ['Consistency-Token', 'cursor', 'limit'], 'all faults at once');
});

t.test('PUT and PATCH change a user, under the guard of a version', async (t) => {
  const api = await startCommandApi(t);
  const { version } = await addUser(api, { id: viewer });
  const url = `/users/${viewer}`;
  const read = (await api.send('GET', url, undefined, asViewer)).body;
  const same = await api.send('PUT', url, read, asViewer);
  t.match(same, { status: 200, body: { version } }, 'what was read can be sent back');
  const put = await api.send('PUT', url, { ...read, lastName: 'King' }, asViewer);
  t.match(put.body, { lastName: 'King', email: read.email, role: 'viewer' });
  t.ok(put.body.version > version);
  const stale = { ...asViewer, headers: { 'if-match': `"${version}"` } };
  t.equal((await api.send('PATCH', url, { firstName: 'A' }, stale)).status, 412);
  const fresh = { ...asViewer, headers: { 'if-match': String(put.headers['etag']) } };
  const patch = await api.send('PATCH', url, { email: ' new@example.com' }, fresh);
  t.match(patch.body, { email: 'new@example.com', lastName: 'King' });
  t.equal((await api.send('PATCH', url, { email: null }, asViewer)).status, 400);
  t.equal((await api.send('PUT', url, { email: 'a@b.c' }, asViewer)).status, 400);
  await addUser(api, { email: 'taken@example.com' });
  t.match(await api.send('PATCH', url, { email: 'TAKEN@example.com' }, asViewer), {
    ...{ status: 409, body: { code: 'email-taken' } },
  });
  const gone = { status: 404, body: { code: 'user-not-found' } };
  t.match(await api.send('PATCH', `/users/${nobody}`, {}, asAdministrator), gone);
  t.match(await api.send('PATCH', `/users/${nobody}`, {}, asViewer), { status: 403 });
  t.match(await api.send('PATCH', `/users/${callers.provider.id}`, {}), gone);
});

t.test('roles are given by administrators alone', async (t) => {
  const api = await startCommandApi(t);
  await addUser(api, { id: viewer });
  const url = `/users/${viewer}`;
  const role = 'provider';
  t.match(await api.send('PATCH', url, { role }, asViewer), { status: 403 });
  const read = (await api.send('GET', url, undefined, asViewer)).body;
  t.match(await api.send('PUT', url, { ...read, role }, asViewer), { status: 403 });
  t.match(await api.send('PATCH', url, { role: 'viewer' }, asViewer), { status: 200 });
  t.match(await api.send('PATCH', url, { role: 'owner' }, asAdministrator), { status: 400 });
  t.match(await api.send('PATCH', url, { role }, asAdministrator), { body: { role } });
});

t.test('every write of a user can be rehearsed', async (t) => {
  const api = await startCommandApi(t);
  const { version } = await addUser(api, { id: viewer });
  const url = `/users/${viewer}?dryRun=true`;
  const input = { ...person, email: 'new@example.com', password };
  const post = await api.send('POST', '/users?dryRun=true', input, anybody);
  t.match(post, { status: 200, body: { email: 'new@example.com' } });
  t.notHas(post.headers, 'location');
  t.match(await api.send('PATCH', url, { password: 'another one' }, asViewer), { status: 200 });
  t.match(await api.send('PUT', url, { ...person }, asViewer), { status: 200, body: person });
  t.match(await api.send('DELETE', url, undefined, asViewer), { status: 200, text: '' });
  t.match((await api.send('GET', `/users/${viewer}`, undefined, asViewer)).body, { version });
  t.equal(await api.store.accessKeys.find(viewer), null, 'no token ended');
  t.same(
    (await api.send('GET', '/users?email=new@example.com', undefined, asAdministrator)).body.items,
    [],
  );
});
