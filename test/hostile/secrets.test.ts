/**
 * Everything that could give a secret away, at the most talkative log level: keys that are made and used, wrong ones, requests that
 * fail with them, services that refuse or are gone. None may stand in what an app prints, answers or measures.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MarqueeProcess, skipWithout, startMarquee, startRedis } from '@marquee/testing';
import t from 'tap';
import { runCli } from '../system/compose-apps.js';
import { exchange } from './exchange.js';

skipWithout(t, 'Redis');

const random = () => randomBytes(32).toString('base64url');
const basic = (id: string, secret: string) => Buffer.from(`${id}:${secret}`).toString('base64');

t.test('no secret is printed, answered or measured', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-secrets-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const secrets = {
    ...{ adminToken: random(), cursorKey: random(), tokenKey: random() },
    ...{ password: random(), wrong: random() },
  };
  const user = ['--user', 'app', 'on', `>${secrets.password}`, '~*', '&*', '+@all'];
  const redis = await startRedis({ args: user });
  t.teardown(() => redis.stop());
  const settings = {
    ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_LEVEL: 'trace', READ_AUTH: 'required' },
    ...{ ADMIN_TOKEN: secrets.adminToken, CURSOR_KEYS: secrets.cursorKey },
    ...{ TOKEN_KEYS: secrets.tokenKey },
    QUEUE_URL: redis.url.replace('//', `//app:${secrets.password}@`),
  };
  const app = await startMarquee('standalone', settings);
  t.teardown(() => app.kill());
  const key = await machineKey(settings);
  const { answers, accessToken } = await logins(app, { ...key, wrong: secrets.wrong });
  const person = await userWithPassword(app, secrets.adminToken);
  answers.push(...person.answers);
  const hook = await webhookThatFails(app, secrets.adminToken);
  answers.push(...hook.answers);
  const all = [...Object.values(secrets), key.text, key.secret, accessToken, ...person.secrets];
  all.push(hook.secret);
  answers.push(...(await askWith(app, all)), ...(await brokenRequests(app, all)));
  await redis.kill();
  // The queue is gone, which is said.
  while (!/ECONNREFUSED/.test(app.output())) await sleep(50);
  const measured = await (await fetch(`${app.adminUrl}/metrics`)).text();
  await app.stop();

  t.match(app.output(), /"route":"\/movies".*"status":401/, 'it does log');
  t.notMatch(app.output(), person.name, 'nor who its users are');
  t.notMatch(app.output(), /argon2/);
  t.ok(app.output().length < 300_000, 'all that it printed is looked at');
  const statuses = new Set(answers.map((answer) => /"status":(\d+)/.exec(answer)?.[1]));
  for (const status of ['400', '401', '403', '404']) t.ok(statuses.has(status), status);
  for (const secret of [...all, basic(key.id, key.secret), basic('admin', secrets.adminToken)]) {
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    const holds = (text: string) => forms.some((form) => text.includes(form));
    t.notOk(holds(app.output()), 'not in what it printed');
    t.notOk(holds(measured), 'not in its metrics');
    t.strictSame(answers.filter(holds), [], 'not in an answer');
  }
});

t.test('an app that cannot start, or not reach its services, keeps their passwords', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-secrets-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startRedis({ args: ['--user', 'app', 'on', `>${random()}`] });
  t.teardown(() => redis.stop());
  const password = random();
  const settings = { DATA_DIR: directory, LOG_LEVEL: 'trace', ADMIN_TOKEN: random() };
  const at = (scheme: string, port: number, path = '') =>
    `${scheme}://app:${password}@127.0.0.1:${port}${path}`;
  await runCli(['migrate'], settings);
  const wrong: readonly (readonly [command: string, Readonly<Record<string, string>>])[] = [
    ['migrate', { WRITE_STORE_URL: at('mssql', 1, '/marquee') }],
    ['migrate', { VIEW_STORE_URL: at('cassandra', 1, '/marquee?datacenter=datacenter1') }],
    ['dead-letters list', { QUEUE_URL: at('redis', redis.port) }],
    ['dead-letters list', { QUEUE_URL: at('redis', 1) }],
    ['migrate', { QUEUE_URL: at('http', 1) }],
    ['migrate', { TOKEN_KEYS: password, ADMIN_TOKEN: password.slice(0, 10) }],
  ];
  for (const [command, each] of wrong) {
    const what = `${command} with ${Object.keys(each).join(' and ')}`;
    const { code, output } = await runCli(command.split(' '), { ...settings, ...each });
    t.not(code, 0, `${what} fails`);
    t.ok(output.length > 20, `${what} says so`);
    t.notOk(output.includes(password.slice(0, 10)), `${what} keeps it`);
  }
});

interface MachineKey {
  readonly id: string;
  /** As it is shown once, and the part of it that is secret. */
  readonly text: string;
  readonly secret: string;
}

async function machineKey(settings: Readonly<Record<string, string>>): Promise<MachineKey> {
  const options = ['--name', 'scanner', '--expires', '1d'];
  const args = ['tokens', 'create', '--role', 'viewer', ...options];
  const { output } = await runCli(args, { ...settings, LOG_LEVEL: 'silent' });
  const text = /marquee_[0-9a-f]{32}_[\w-]{43}/.exec(output)?.[0];
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(output)?.[0];
  if (text === undefined || id === undefined) throw new Error(output);
  return { id, text, secret: text.slice(-43) };
}

/** Right and wrong ones, in all forms. The right answers have the token, as they must, and are not looked at. */
async function logins(app: MarqueeProcess, key: MachineKey & { readonly wrong: string }) {
  const ask = async (secret: string, form: 'json' | 'form' | 'basic') => {
    const grant = { grant_type: 'client_credentials' };
    const full = { ...grant, client_id: key.id, client_secret: secret };
    const body = form === 'json' ? JSON.stringify(full) : new URLSearchParams(full);
    const headers =
      form === 'basic'
        ? { authorization: `Basic ${basic(key.id, secret)}` }
        : { ...(form === 'json' ? { 'content-type': 'application/json' } : {}) };
    const sent = form === 'basic' ? new URLSearchParams(grant) : body;
    return await fetch(`${app.url}/token`, { method: 'POST', headers, body: sent });
  };
  const answers: string[] = [];
  let accessToken = '';
  for (const form of ['json', 'form', 'basic'] as const) {
    const { access_token } = (await (await ask(key.text, form)).json()) as Grant;
    accessToken = access_token;
    answers.push(await (await ask(key.wrong, form)).text());
  }
  return { answers, accessToken };
}
/** Made, changed, logged in rightly and wrongly, and deleted. Answers of logins have the token, and are not looked at. */
async function userWithPassword(app: MarqueeProcess, adminToken: string) {
  const name = `ada-${randomBytes(8).toString('hex')}`;
  const [password, fresh, wrong] = [random(), random(), random()];
  const answers: string[] = [];
  const ask = async (method: string, path: string, body: object, headers: object = {}) => {
    const json = { 'content-type': 'application/json', ...headers };
    const answer = await fetch(app.url + path, {
      method,
      headers: json,
      body: JSON.stringify(body),
    });
    return await answer.text();
  };
  const administrator = { authorization: `Bearer ${adminToken}`, 'idempotency-key': 'k' };
  const user = { email: `${name}@example.com`, password, firstName: name, lastName: name };
  const made = await ask('POST', '/users', user, administrator);
  const { id } = JSON.parse(made);
  answers.push(made, await ask('POST', '/users', user), await ask('POST', '/users', { password }));
  const grant = { grant_type: 'password', username: user.email };
  const login = await ask('POST', '/token', { ...grant, password });
  answers.push(await ask('POST', '/token', { ...grant, password: wrong }));
  answers.push(await ask('PATCH', `/users/${id}`, { password: fresh }, administrator));
  const found = await fetch(`${app.url}/users?email=${user.email}`, { headers: administrator });
  answers.push(await found.text(), await ask('DELETE', `/users/${id}`, {}, administrator));
  const { access_token } = JSON.parse(login) as Grant;
  return { name, answers, secrets: [password, fresh, wrong, access_token] };
}

/** Made, sent to in vain, read, replayed and deleted. The answer that has its secret is not looked at. */
async function webhookThatFails(app: MarqueeProcess, adminToken: string) {
  const ask = async (method: string, path: string, body?: object) => {
    const authorization = `Bearer ${adminToken}`;
    const answer = await fetch(app.url + path, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return await answer.text();
  };
  const { page } = JSON.parse(await ask('GET', '/changes'));
  const made = await ask('POST', '/webhooks', { url: 'https://127.0.0.1:9/', after: page.next });
  const { id, secret }: { readonly id: string; readonly secret: string } = JSON.parse(made);
  await ask('POST', '/movies', { title: 'Told in vain' });
  const answers: string[] = [];
  while (!answers.some((answer) => answer.includes('address-refused'))) {
    await sleep(100);
    answers.push(await ask('GET', `/webhooks/${id}/deliveries`));
  }
  answers.push(await ask('GET', `/webhooks/${id}`), await ask('GET', '/webhooks'));
  answers.push(await ask('POST', `/webhooks/${id}/replay`, { after: page.next }));
  answers.push(await ask('DELETE', `/webhooks/${id}`));
  return { answers, secret };
}

interface Grant {
  readonly access_token: string;
}

/** Each secret at each place where somebody could put it by mistake. */
async function askWith(app: MarqueeProcess, secrets: readonly string[]): Promise<string[]> {
  const answers: string[] = [];
  const ask = async (path: string, init: RequestInit) => {
    const answer = await fetch(app.url + path, init);
    answers.push(`${[...answer.headers].join('\n')}\n${await answer.text()}`);
  };
  for (const secret of secrets) {
    const json = { 'content-type': 'application/json' };
    const bearer = { authorization: `Bearer ${secret}` };
    for (const authorization of [`Bearer ${secret}x`, `Basic ${basic('a', secret)}`, secret]) {
      await ask('/movies', { headers: { authorization } });
    }
    await ask('/movies/nobody', { headers: bearer });
    await ask('/nowhere', { headers: { ...bearer, cookie: `session=${secret}` } });
    await ask(`/movies?limit=1&access_token=${secret}`, {});
    await ask(`/movies?limit=1&access_token=${secret}`, { headers: bearer });
    await ask(`/movies?cursor=${secret}`, { headers: { ...bearer, 'consistency-token': secret } });
    const bodies = [`{"title": "${secret}`, JSON.stringify({ title: 1, password: secret })];
    const headers = { ...bearer, ...json, 'idempotency-key': secret, 'if-match': secret };
    for (const body of bodies) await ask('/movies', { method: 'POST', headers, body });
    const movie = JSON.stringify({ title: 'Fine, but not from everyone' });
    await ask('/movies', { method: 'POST', headers: { ...bearer, ...json }, body: movie });
    await ask('/movies/nobody', { method: 'PATCH', headers, body: '{}' });
    await ask('/token', { method: 'POST', headers: json, body: JSON.stringify({ secret }) });
  }
  return answers;
}

/** Requests that end before any route sees them. */
async function brokenRequests(app: MarqueeProcess, secrets: readonly string[]): Promise<string[]> {
  const port = Number(new URL(app.url).port);
  const answers: string[] = [];
  for (const secret of secrets) {
    const head = `Host: x\r\nAuthorization: Bearer ${secret}\r\n`;
    answers.push(await exchange(port, `GET /movies HTTP/1.1\r\n${head}Bad Header: y\r\n\r\n`));
    answers.push(await exchange(port, `GET /?password=${secret}\0 HTTP/1.1\r\n${head}\r\n`));
    answers.push(await exchange(port, `GET / HTTP/1.1\r\n${head}X: ${'x'.repeat(20_000)}\r\n\r\n`));
  }
  return answers;
}
