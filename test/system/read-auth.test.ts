/** READ_AUTH=required, with apps that share nothing but the stores and the queue: keys of machines reach the query app by the view. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '@marquee/contracts';
import { skipWithout, startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken } from './client.js';
import { runCli, startThreeApps } from './compose-apps.js';

skipWithout(t, 'Redis', 'Cassandra');
const three = await startThreeApps();
t.teardown(() => three.close());
const elsewhere = mkdtempSync(join(tmpdir(), 'marquee-reader-'));
t.teardown(() => rmSync(elsewhere, { recursive: true, force: true }));
const { settings, apps } = three;
const administrator = adminToken(settings['DATA_DIR'] ?? '');
const reader = await startMarquee('query', {
  ...settings,
  ...{ DATA_DIR: elsewhere, READ_AUTH: 'required', ADMIN_TOKEN: administrator },
  TOKEN_JWKS_URL: `${apps.command.url}/.well-known/jwks.json`,
});
t.teardown(() => reader.stop());

async function statusFor(token: string | null): Promise<number> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  return (await fetch(`${reader.url}/movies`, { headers })).status;
}

async function untilAnswered(status: number, token: string): Promise<void> {
  while ((await statusFor(token)) !== status) await sleep(100);
}

/** By the command line; gives the key and its id. */
async function makeKey(...options: readonly string[]) {
  const { output } = await runCli(['tokens', 'create', '--role', 'viewer', ...options], settings);
  const [key = output] = /marquee_\S+/.exec(output) ?? [];
  const [id = output] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(output) ?? [];
  return { id, key };
}

async function accessToken({ id, key }: { readonly id: string; readonly key: string }) {
  const answer = await fetch(`${apps.command.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: id, client_secret: key },
    }),
  });
  const { access_token: token } = (await answer.json()) as { readonly access_token: string };
  return token;
}

t.test(
  'a machine reads with its key, and with a token made from it, until it is revoked',
  async (t) => {
    t.equal(await statusFor(null), 401);
    t.equal(await statusFor(administrator), 200);
    const machine = await makeKey();
    await untilAnswered(200, machine.key);
    const token = await accessToken(machine);
    t.equal(await statusFor(token), 200);
    t.equal(await statusFor(`${machine.key.slice(0, -3)}AAA`), 401, 'another secret');

    t.match(await runCli(['tokens', 'revoke', machine.id], settings), { code: 0 });
    await untilAnswered(401, machine.key);
    t.equal(await statusFor(token), 401, 'its token ends with it');
  },
);

t.test(
  'a key that is rotated opens with its new secret, and no longer with the old one',
  async (t) => {
    const machine = await makeKey();
    await untilAnswered(200, machine.key);
    const { output } = await runCli(['tokens', 'rotate', machine.id, '--overlap', '0d'], settings);
    const [fresh = output] = /marquee_\S+/.exec(output) ?? [];
    await untilAnswered(200, fresh);
    t.equal(await statusFor(machine.key), 401);
  },
);

t.test('a key that is narrowed to other things reads nothing', async (t) => {
  const machine = await makeKey('--scope', 'ratings:write');
  await untilAnswered(403, machine.key);
  t.equal(await statusFor(await accessToken(machine)), 403);
});

/** A user, and the way to another token of theirs. */
async function makeUser(email: string) {
  const names = { firstName: 'Ada', lastName: 'Lovelace' };
  const body = { email, password: 'correct horse', ...names };
  const { body: user } = await three.commands.send<User>('POST', '/users', { body });
  return {
    url: `/users/${user.id}`,
    async logIn(password = body.password) {
      const form = { grant_type: 'password', username: email, password };
      const login = { method: 'POST', body: new URLSearchParams(form) };
      const answer = await fetch(`${apps.command.url}/token`, login);
      return ((await answer.json()) as { readonly access_token: string }).access_token;
    },
  };
}

t.test('a user reads until the password or the role changes, or the user goes', async (t) => {
  const { url, logIn } = await makeUser('ada@example.com');
  const first = await logIn();
  t.equal(await statusFor(first), 200, 'though the view knows nothing of the user');
  const change = async (body: object) => {
    t.equal((await three.commands.send('PATCH', url, { body })).status, 200);
  };
  await change({ firstName: 'Augusta', password: 'another horse' });
  await untilAnswered(401, first);
  const second = await logIn('another horse');
  t.equal(await statusFor(second), 200);
  await change({ role: 'provider' });
  await untilAnswered(401, second);
  const third = await logIn('another horse');
  t.equal(await statusFor(third), 200);
  t.equal((await three.commands.send('DELETE', url)).status, 204);
  await untilAnswered(401, third);
});

t.test('while the command app is away, readers with tokens are served', async (t) => {
  const machine = await makeKey();
  await untilAnswered(200, machine.key);
  const token = await accessToken(machine);
  await apps.command.kill();
  t.equal(await statusFor(token), 200);
  apps.command = await startMarquee('command', settings);
});

t.test('rows of keys are compared like all others', async (t) => {
  const { code, output } = await runCli(['verify'], settings);
  t.equal(code, 0, output);
});
