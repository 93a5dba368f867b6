/** Passwords and the tokens that they give: who comes in, and until when. */
import t from 'tap';
import { type CommandApi, callers, startCommandApi } from './command-fixture.js';
import { addUser, bearer, logIn, password, person } from './user-fixture.js';

const viewer = callers.viewer.id;
const asAdministrator = { as: 'administrator' } as const;

/** With one user who has a password. */
async function startWithUser(
  t: Parameters<typeof startCommandApi>[0],
  clock?: { now: () => number },
) {
  const api = await startCommandApi(t, clock);
  const { body } = await api.send('POST', '/users', { ...person, password }, { as: null });
  return { ...api, url: `/users/${body.id}`, id: body.id };
}

async function tokenOf(api: CommandApi, secret = password): Promise<string> {
  return (await logIn(api, { secret })).body.access_token;
}

const statusWith = async (api: CommandApi, token: string) =>
  (await api.send('GET', '/users/me', undefined, bearer(token))).status;

t.test('a login answers a bearer token of an hour, as a form and as JSON', async (t) => {
  const api = await startWithUser(t);
  const form = await logIn(api, { username: ' ada@EXAMPLE.com ' });
  t.equal(form.status, 200);
  t.match(form.body, { access_token: /^ey/, token_type: 'bearer', expires_in: 3_600 });
  t.equal(form.headers['cache-control'], 'no-store');
  const grant = { grant_type: 'password', username: person.email, password };
  const json = await api.send('POST', '/token', grant, { as: null });
  t.equal(json.status, 200);
  t.equal(await statusWith(api, json.body.access_token), 200);
  const headers = {
    authorization: `Basic ${Buffer.from('undefined:undefined').toString('base64')}`,
  };
  const swagger = { ...grant, scope: '', client_id: '' };
  t.equal((await api.send('POST', '/token', swagger, { as: null, headers })).status, 200);
  const narrow = await api.send('POST', '/token', { ...grant, scope: 'users:read' }, { as: null });
  t.equal(narrow.body.scope, 'users:read');
  const { status } = await api.send('PATCH', api.url, {}, bearer(narrow.body.access_token));
  t.equal(status, 403, 'it only reads');
});

t.test('what a login lacks is named', async (t) => {
  const { send } = await startCommandApi(t);
  const faultsOf = async (body: object) =>
    (await send('POST', '/token', body, { as: null })).body.errors?.map(({ pointer }) => pointer);
  t.same(await faultsOf({ grant_type: 'password' }), ['/username', '/password']);
  t.same(await faultsOf({ grant_type: 'password', username: 'a' }), ['/password']);
  t.same(await faultsOf({ grant_type: 'password', username: 5, more: 1 }), ['/more', '/username']);
});

t.test('a wrong password and an unknown address are one and the same refusal', async (t) => {
  const api = await startWithUser(t);
  const refusal = async (login: Parameters<typeof logIn>[1]) => {
    const answer = await logIn(api, login);
    t.equal(answer.status, 401);
    t.match(answer.headers['www-authenticate'], /^Bearer/);
    return { ...answer.body, requestId: '' };
  };
  const wrong = await refusal({ secret: `${password} ` });
  t.match(wrong, { code: 'invalid-credentials' });
  t.same(await refusal({ username: 'eve@example.com' }), wrong);
  t.same(await refusal({ username: "' OR 1=1 --" }), wrong);
  await api.send('DELETE', api.url, undefined, asAdministrator);
  t.same(await refusal({}), wrong, 'nor is it told that somebody was deleted');
});

t.test('ten failures a minute, for each account and address', async (t) => {
  const api = await startWithUser(t);
  const wrong = { username: 'ADA@example.com', secret: 'wrong horse' };
  const tries = await Promise.all(Array.from({ length: 13 }, () => logIn(api, wrong)));
  t.equal(tries.filter(({ status }) => status === 401).length, 10);
  t.equal(tries.filter(({ status }) => status === 429).length, 3);
  const refused = await logIn(api);
  t.match(refused, { status: 429, body: { code: 'rate-limited' } }, 'also with the right one');
  t.match(refused.headers, {
    'retry-after': /^[1-9]\d*$/,
    'ratelimit-policy': '"logins";q=10;w=60',
    ratelimit: /^"logins";r=0;t=\d+$/,
  });
  t.equal((await logIn(api, { from: '192.0.2.9' })).status, 200, 'whoever it is is elsewhere');
  const other = await logIn(api, { username: 'eve@example.com', secret: 'x' });
  t.equal(other.status, 401, 'others are tried for');
});

t.test('another password ends the old one, and all tokens made before', async (t) => {
  const api = await startWithUser(t);
  const [first, second] = [await tokenOf(api), await tokenOf(api)];
  const fresh = 'a new password';
  const changed = await api.send('PATCH', api.url, { password: fresh }, bearer(first));
  t.equal(changed.status, 200);
  t.notMatch(changed.text, /password|argon2/);
  for (const token of [first, second]) t.equal(await statusWith(api, token), 401);
  t.equal((await logIn(api)).status, 401, 'the old one is no good');
  const third = await tokenOf(api, fresh);
  t.equal(await statusWith(api, third), 200, 'within the same second, too');
  const again = { ...person, password: fresh };
  t.equal((await api.send('PUT', api.url, again, bearer(third))).status, 200);
  t.equal(await statusWith(api, third), 401, 'the same one again ends tokens as well');
  t.equal(await statusWith(api, await tokenOf(api, fresh)), 200);
});

t.test('another role ends tokens, other changes do not', async (t) => {
  const api = await startWithUser(t);
  const token = await tokenOf(api);
  await api.send('PATCH', api.url, { firstName: 'Augusta', email: 'a@example.com' }, bearer(token));
  t.equal(await statusWith(api, token), 200);
  const movie = { title: 'Mine' };
  t.equal((await api.send('POST', '/movies', movie, bearer(token))).status, 403);
  await api.send('PATCH', api.url, { role: 'provider' }, asAdministrator);
  t.equal((await api.send('POST', '/movies', movie, bearer(token))).status, 401);
  const { body } = await logIn(api, { username: 'a@example.com' });
  const made = await api.send('POST', '/movies', movie, bearer(body.access_token));
  t.match(made, { status: 201, body: { providerId: api.id } });
});

t.test('a deleted user’s tokens end at once', async (t) => {
  const api = await startWithUser(t);
  const [token, other] = [await tokenOf(api), await tokenOf(api)];
  t.equal((await api.send('DELETE', api.url, undefined, bearer(token))).status, 204);
  for (const each of [token, other]) t.equal(await statusWith(api, each), 401);
  t.equal((await logIn(api)).status, 401);
});

t.test('a token runs out after an hour', async (t) => {
  const clock = { now: Date.now };
  const api = await startWithUser(t, clock);
  const token = await tokenOf(api);
  const start = Date.now();
  clock.now = () => start + 3_590_000;
  t.equal(await statusWith(api, token), 200);
  clock.now = () => start + 3_610_000;
  t.equal(await statusWith(api, token), 401);
});

t.test('nobody comes in with what stands for the logins of a user', async (t) => {
  const api = await startCommandApi(t);
  await addUser(api, { id: viewer });
  await api.send('PATCH', `/users/${viewer}`, { role: 'provider' }, asAdministrator);
  const key = `marquee_${viewer.replaceAll('-', '')}_${'A'.repeat(43)}`;
  t.equal(await statusWith(api, key), 401);
  const grant = { grant_type: 'client_credentials', client_id: viewer, client_secret: key };
  t.equal((await api.send('POST', '/token', grant, { as: null })).status, 401);
});

t.test('what is stored of a password is a hash that is slow to try', async (t) => {
  const api = await startWithUser(t);
  const known = await api.store.users.byEmail('ada@example.com');
  t.match(known?.user.passwordHash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
});
