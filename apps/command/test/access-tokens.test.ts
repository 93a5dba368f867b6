/** Keys of machines and the tokens that are made of them: who comes in, to do what, and for how long. */
import { hashOfSecret, machineKeyText, newSecret } from '@marquee/service';
import t from 'tap';
import { type CommandApi, startCommandApi } from './command-fixture.js';

const neo = '0190a5b4-7b1c-7000-8000-0000000000ee';
const hourMs = 3_600_000;

type KeyFields = Parameters<CommandApi['store']['accessKeys']['create']>[0];

/** A key, with what its owner has. */
async function keyOf({ store }: CommandApi, fields: Partial<KeyFields> = {}) {
  const secret = newSecret();
  const id = `0190a5b4-7b1c-7000-8000-${String(Math.random()).slice(2, 14).padEnd(12, '0')}`;
  const hash = hashOfSecret(secret);
  const rest = { name: 'a key', role: 'provider', subject: neo, scopes: [] } as const;
  await store.accessKeys.create({
    ...{ id, hash, ...rest, createdAt: Date.now(), expiresAt: null, ...fields },
  });
  const made = fields.id ?? id;
  return { id: made, secret, text: machineKeyText({ id: made, secret }) };
}

const ask = (api: CommandApi, form: Record<string, string>, headers = {}) =>
  api.app.inject({
    ...{ method: 'POST', url: '/token', payload: new URLSearchParams(form).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

const grant = { grant_type: 'client_credentials' };

async function tokenOf(api: CommandApi, key: { readonly id: string; readonly text: string }) {
  const answer = await ask(api, { ...grant, client_id: key.id, client_secret: key.text });
  return String(answer.json().access_token);
}

const addMovie = (api: CommandApi, bearer: string) =>
  api.app.inject({
    ...{ method: 'POST', url: '/movies', payload: { title: 'Stalker' } },
    headers: { authorization: `Bearer ${bearer}` },
  });

async function statusesOf(api: CommandApi, ...bearers: readonly string[]) {
  const answers = bearers.map((bearer) => addMovie(api, bearer));
  return (await Promise.all(answers)).map(({ statusCode }) => statusCode);
}

t.test('a key opens the door itself, and so does a token made from it', async (t) => {
  const api = await startCommandApi(t);
  const key = await keyOf(api);
  const direct = await addMovie(api, key.text);
  t.match(direct.json(), { providerId: neo });
  const answer = await ask(api, { ...grant, client_id: key.id, client_secret: key.text });
  t.equal(answer.statusCode, 200);
  t.match(answer.json(), { access_token: /^ey/, token_type: 'bearer', expires_in: 3_600 });
  t.equal(answer.headers['cache-control'], 'no-store');
  t.match((await addMovie(api, answer.json().access_token)).json(), { providerId: neo });
});

t.test('the key may come as a form, as JSON or as the authorization of the request', async (t) => {
  const api = await startCommandApi(t);
  const { id, secret, text } = await keyOf(api);
  const json = { ...grant, client_id: id, client_secret: secret };
  const asJson = await api.app.inject({ method: 'POST', url: '/token', payload: json });
  t.equal(asJson.statusCode, 200, 'the bare secret will do');
  const basic = Buffer.from(`${id}:${text}`).toString('base64');
  t.equal((await ask(api, grant, { authorization: `Basic ${basic}` })).statusCode, 200);
  t.equal(
    (await ask(api, { ...grant, client_id: id.toUpperCase(), client_secret: text })).statusCode,
    200,
  );
});

t.test('forms are taken here alone', async (t) => {
  const api = await startCommandApi(t);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const options = { method: 'POST', url: '/movies', payload: 'title=Stalker', headers } as const;
  const movie = await api.inject(options);
  t.match(movie, { status: 415, body: { detail: /must be application\/json/ } });
  const text = await ask(api, grant, { 'content-type': 'text/plain' });
  t.match(text.json(), { status: 415, detail: /x-www-form-urlencoded or application\/json/ });
});

t.test('what a form lacks, repeats or invents is named', async (t) => {
  const api = await startCommandApi(t);
  const faultsOf = async (payload: string) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await api.inject({ method: 'POST', url: '/token', payload, headers });
    return body.errors?.map(({ pointer, code }) => [pointer, code]);
  };
  t.same(await faultsOf('grant_type=client_credentials'), [
    ['/client_id', 'required'],
    ['/client_secret', 'required'],
  ]);
  t.same(await faultsOf('client_id=a'), [['/grant_type', 'required']]);
  t.same(await faultsOf('grant_type=implicit'), [['/grant_type', 'not-allowed']]);
  t.same(await faultsOf('grant_type=client_credentials&client_id=a&client_id=b'), [
    ['/client_id', 'wrong-type'],
  ]);
  t.same(await faultsOf('grant_type=client_credentials&__proto__=a'), [['/__proto__', 'unknown']]);
});

t.test('a wrong secret and an unknown key are one and the same refusal', async (t) => {
  const api = await startCommandApi(t);
  const { id } = await keyOf(api);
  const other = await keyOf(api);
  const textOf = async (form: Record<string, string>) => {
    const answer = await ask(api, { ...grant, ...form }, { 'x-request-id': 'same' });
    t.equal(answer.statusCode, 401);
    t.match(answer.headers['www-authenticate'], /^Bearer/);
    return answer.body;
  };
  const wrong = await textOf({ client_id: id, client_secret: newSecret() });
  t.match(JSON.parse(wrong), { code: 'invalid-credentials' });
  const unknownId = '0190a5b4-7b1c-7000-8000-000000000000';
  t.equal(await textOf({ client_id: unknownId, client_secret: newSecret() }), wrong);
  t.equal(await textOf({ client_id: 'nobody', client_secret: 'x' }), wrong);
  t.equal(await textOf({ client_id: id, client_secret: other.text }), wrong, "another key's");
});

t.test('after ten failures a minute there are no further tries from there', async (t) => {
  const api = await startCommandApi(t);
  const key = await keyOf(api);
  const wrong = { ...grant, client_id: key.id, client_secret: newSecret() };
  const answers = await Promise.all(Array.from({ length: 30 }, () => ask(api, wrong)));
  t.equal(answers.filter(({ statusCode }) => statusCode === 401).length, 10);
  t.equal(answers.filter(({ statusCode }) => statusCode === 429).length, 20);
  const right = { ...grant, client_id: key.id, client_secret: key.text };
  const refused = await ask(api, right);
  t.match(refused.json(), { status: 429, code: 'rate-limited' });
  t.match(refused.headers['retry-after'], /^[1-9]\d*$/);
  const payload = { ...right };
  const elsewhere = { method: 'POST', url: '/token', payload, remoteAddress: '192.0.2.9' } as const;
  t.equal((await api.app.inject(elsewhere)).statusCode, 200, 'its owner is elsewhere');
  const another = await keyOf(api);
  t.ok(await tokenOf(api, another), 'and so are other keys');
});

t.test('a revoked key stops at once, and the tokens made from it with it', async (t) => {
  const api = await startCommandApi(t);
  const key = await keyOf(api);
  const token = await tokenOf(api, key);
  t.equal((await addMovie(api, token)).statusCode, 201);
  await api.store.accessKeys.revoke(key.id, Date.now());
  t.equal((await addMovie(api, key.text)).statusCode, 401);
  t.equal((await addMovie(api, token)).statusCode, 401);
  const answer = await ask(api, { ...grant, client_id: key.id, client_secret: key.text });
  t.equal(answer.statusCode, 401);
});

t.test(
  'a key that acts as itself alone, as keys do that are made without a provider',
  async (t) => {
    const api = await startCommandApi(t);
    const id = '0190a5b4-7b1c-7000-8000-0000000000cc';
    const key = await keyOf(api, { id, subject: id });
    const [token, again] = [await tokenOf(api, key), await tokenOf(api, key)];
    t.same(await statusesOf(api, key.text, token, again), [201, 201, 201]);
    t.equal((await api.store.accessKeys.list()).length, 1);
    t.equal(await api.store.accessKeys.revoke(id, Date.now()), true);
    t.same(await statusesOf(api, key.text, token, again), [401, 401, 401]);
  },
);

t.test('keys and tokens run out, a token never later than its key', async (t) => {
  const clock = { now: Date.now };
  const api = await startCommandApi(t, clock);
  const start = Date.now();
  const [lasting, short] = [await keyOf(api), await keyOf(api, { expiresAt: start + hourMs / 2 })];
  const answer = await ask(api, { ...grant, client_id: short.id, client_secret: short.text });
  t.ok(answer.json().expires_in <= 1_800 && answer.json().expires_in > 1_700);
  const [ofLasting, ofShort] = [await tokenOf(api, lasting), answer.json().access_token];
  const statuses = async () => {
    const answers = [];
    for (const bearer of [lasting.text, ofLasting, short.text, ofShort]) {
      answers.push((await addMovie(api, bearer)).statusCode);
    }
    return answers;
  };
  t.same(await statuses(), [201, 201, 201, 201]);
  clock.now = () => start + hourMs / 2 + 60_000;
  t.same(await statuses(), [201, 201, 401, 401]);
  clock.now = () => start + hourMs + 60_000;
  t.same(await statuses(), [201, 401, 401, 401]);
});

t.test('the secret that a rotation replaced opens until its end', async (t) => {
  const api = await startCommandApi(t);
  const { id, text } = await keyOf(api);
  const rotated = async (overlapMs: number) => {
    const secret = newSecret();
    const now = Date.now();
    const rotation = { hash: hashOfSecret(secret), until: now + overlapMs, now };
    t.equal(await api.store.accessKeys.rotate(id, rotation), true);
    return machineKeyText({ id, secret });
  };
  const second = await rotated(hourMs);
  t.same(await statusesOf(api, text, second), [201, 201]);
  const third = await rotated(0);
  t.same(
    await statusesOf(api, text, second, third),
    [401, 401, 201],
    'one before the last at most',
  );
  t.ok(await tokenOf(api, { id, text: third }));
});

t.test('a key with scopes does what they say, and no token of it more', async (t) => {
  const api = await startCommandApi(t);
  const { body: movie } = await api.send('POST', '/movies', { title: 'Solaris' });
  const key = await keyOf(api, { scopes: ['ratings:write', 'catalogue:read'] });
  const statuses = async (bearer: string) => {
    const headers = { authorization: `Bearer ${bearer}` };
    const url = `/movies/${movie.id}/ratings/${neo}`;
    const rate = await api.app.inject({ method: 'PUT', url, headers, payload: { stars: 4 } });
    const read = await api.app.inject({ url, headers });
    return [rate.statusCode, read.statusCode, (await addMovie(api, bearer)).statusCode];
  };
  t.same(await statuses(key.text), [200, 200, 403]);
  t.same(await statuses(await tokenOf(api, key)), [200, 200, 403]);
  const secret = { client_id: key.id, client_secret: key.text };
  const narrow = await ask(api, { ...grant, ...secret, scope: 'catalogue:read' });
  t.equal(narrow.json().scope, 'catalogue:read');
  t.same(await statuses(narrow.json().access_token), [403, 200, 403]);
  for (const scope of ['catalogue:write', 'everything']) {
    const refused = await ask(api, { ...grant, ...secret, scope });
    t.match(refused.json(), {
      status: 400,
      errors: [{ pointer: '/scope', code: 'unknown-scope' }],
    });
  }
});

t.test('the public keys are there for everybody, the private ones for nobody', async (t) => {
  const api = await startCommandApi(t);
  const { headers, body, statusCode } = await api.app.inject('/.well-known/jwks.json');
  t.equal(statusCode, 200);
  t.match(headers['cache-control'], 'public');
  t.match(JSON.parse(body), { keys: [{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', kid: /./ }] });
  t.notMatch(body, '"d"');
});
