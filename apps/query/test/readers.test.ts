/** A query app as a process of its own with READ_AUTH=required: whose tokens it takes. */
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scope } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import { publicKeys, readSettings, signToken, type TokenKey, tokenKeysOf } from '@marquee/service';
import { startMarquee } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';
import { type Test, test } from 'tap';

const adminToken = 'the-token-of-the-administrator';
const seed = (n: number) => Buffer.alloc(32, n).toString('base64url');
const keysFrom = (...seeds: string[]) =>
  tokenKeysOf(readSettings('query', { TOKEN_KEYS: seeds.join(',') }));

const tokenFrom = (keys: readonly TokenKey[], scopes: readonly Scope[] = []) =>
  signToken(
    keys,
    { subject: randomUUID(), role: 'viewer', scopes, key: null },
    { now: Date.now(), lifeSeconds: 60 },
  );

/** Starts one over an empty view; `statusFor` tells how it answers a reader with this token. */
async function startReader(t: Test, settings: Readonly<Record<string, string>>) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-readers-'));
  const url = `sqlite:${directory}/view.sqlite`;
  const store = openViewStore(url);
  await store.migrate();
  const generation = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits: {} };
  await store.createGeneration(generation, Date.now());
  await store.switchTo('g1');
  await store.close();
  const app = await startMarquee('query', {
    ...{ DATA_DIR: directory, VIEW_STORE_URL: url, READ_AUTH: 'required' },
    ...{ ADMIN_TOKEN: adminToken, ...settings },
  });
  t.teardown(async () => {
    await app.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return async function statusFor(token: string | null): Promise<number> {
    const headers = token === null ? {} : { authorization: `Bearer ${token}` };
    return (await fetch(`${app.url}/movies`, { headers })).status;
  };
}

/** Publishes both sets of keys, and makes tokens as another issuer does. */
async function startPublisher(t: Test, keys: readonly TokenKey[]) {
  const theirs = generateKeyPairSync('ed25519');
  const jwk = { ...theirs.publicKey.export({ format: 'jwk' }), kid: 'theirs' };
  const server = createServer((request, response) => {
    const body = request.url === '/ours' ? publicKeys(keys) : { keys: [jwk] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => server.close(resolve));
  t.teardown(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const foreignToken = (aud: string) => {
    const claims = { iss: url, aud, sub: 'trinity', exp: Date.now() / 1_000 + 60 };
    const text = `${encoded({ alg: 'EdDSA', kid: 'theirs' })}.${encoded(claims)}`;
    const signature = sign(null, Buffer.from(text), theirs.privateKey);
    return `${text}.${signature.toString('base64url')}`;
  };
  return { url, foreignToken, close };
}

test('it takes tokens by the keys that are published, and those of the other issuer', async (t) => {
  const keys = await keysFrom(seed(1));
  const { url, foreignToken, close } = await startPublisher(t, keys);
  const statusFor = await startReader(t, {
    ...{ TOKEN_JWKS_URL: `${url}/ours`, AUTH_ISSUER: url, AUTH_AUDIENCE: 'movies' },
  });
  t.equal(await statusFor(null), 401);
  t.equal(await statusFor(adminToken), 200);
  t.equal(await statusFor(await tokenFrom(keys)), 200);
  t.equal(await statusFor(await tokenFrom(await keysFrom(seed(2)))), 401, 'of another key');
  t.equal(await statusFor(await tokenFrom(keys, ['ratings:write'])), 403, 'narrowed');
  t.equal(await statusFor(foreignToken('movies')), 200);
  t.equal(await statusFor(foreignToken('music')), 401, 'for others');
  await close();
  t.equal(await statusFor(await tokenFrom(keys)), 200, 'while the publisher is away');
});

test('it takes tokens by its own keys where nobody publishes them', async (t) => {
  const statusFor = await startReader(t, { TOKEN_KEYS: `${seed(2)},${seed(1)}` });
  t.equal(await statusFor(await tokenFrom(await keysFrom(seed(1)))), 200);
  t.equal(await statusFor(await tokenFrom(await keysFrom(seed(3)))), 401);
});

test('while keys were never to be had, nobody is let in and nobody sent away for good', async (t) => {
  const keys = await keysFrom(seed(1));
  const { url, close } = await startPublisher(t, keys);
  await close();
  const statusFor = await startReader(t, { TOKEN_JWKS_URL: `${url}/ours` });
  t.equal(await statusFor(await tokenFrom(keys)), 503);
  t.equal(await statusFor(adminToken), 200);
});
