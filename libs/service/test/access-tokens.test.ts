/** Which tokens are believed: ours, by the keys in force, and those of the one issuer that the settings name. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AccessKey, NO_SECRET } from '@marquee/contracts';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import t, { type Test } from 'tap';
import { AUDIENCE, ISSUER, keysOf, signToken, tokenVerifier } from '../src/access-tokens.js';
import { authenticateCallers } from '../src/authenticate-callers.js';
import { authenticateExternal, idOf, remoteKeys } from '../src/external-issuer.js';
import {
  hashOfSecret,
  isSecretOf,
  machineKeyText,
  newSecret,
  readMachineKey,
} from '../src/machine-keys.js';
import { readSettings } from '../src/settings.js';
import { isSeed, tokenKeyOf } from '../src/token-keys.js';

const now = Date.UTC(2026, 0, 1);
const seed = (n: number) => Buffer.alloc(32, n).toString('base64url');
const [first, second] = [await tokenKeyOf(seed(1)), await tokenKeyOf(seed(2))];
const claims = { subject: 'neo', role: 'provider', scopes: ['ratings:write'], key: null } as const;
const life = { now, lifeSeconds: 3_600 };
const verifyAt = (at: number, keys = [first]) => tokenVerifier(keysOf(keys), () => at);

t.test('a token says who its owner is, for an hour', async (t) => {
  const token = await signToken([first], claims, life);
  t.same(await verifyAt(now)(token), {
    ...{ ...claims, since: undefined, expiresAt: now + 3_600_000 },
  });
  t.ok(await verifyAt(now + 3_600_000)(token), 'clocks differ a little');
  t.equal(await verifyAt(now + 3_606_000)(token), null);
});

t.test(
  'the newest key signs, all of them verify, and one that is gone verifies nothing',
  async (t) => {
    const old = await signToken([first], claims, life);
    const fresh = await signToken([second, first], claims, life);
    const both = verifyAt(now, [second, first]);
    t.ok(await both(old));
    t.ok(await both(fresh));
    t.equal(await verifyAt(now, [second])(old), null);
    t.equal(await verifyAt(now, [first])(fresh), null, 'it was signed by the newer one');
  },
);

t.test('a token of a user is good until a later version of their logins', async (t) => {
  const settings = readSettings('standalone', { DATA_DIR: t.testdir({}) });
  let logins: AccessKey | null = null;
  const authenticate = authenticateCallers(settings, {
    ...{ keys: keysOf([first]), findKey: async () => logins, now: () => now },
  });
  const tokenSince = (since?: number) =>
    signToken([first], { ...claims, key: claims.subject, since }, life);
  const [never, early, late] = [await tokenSince(0), await tokenSince(5), await tokenSince(6)];
  const known = async () => {
    const callers = [never, early, late].map(authenticate);
    return (await Promise.all(callers)).map((caller) => caller?.id ?? null);
  };
  t.same(await known(), ['neo', 'neo', 'neo'], 'nothing was ever revoked');
  const row: AccessKey = {
    ...{ id: 'neo', hash: NO_SECRET, former: null, subject: 'neo', scopes: [], expiresAt: null },
    ...{ role: 'viewer', revoked: false, version: 0 },
  };
  logins = { ...row, version: 5 };
  t.same(await known(), [null, 'neo', 'neo']);
  logins = { ...row, version: 6 };
  t.same(await known(), [null, null, 'neo']);
  logins = { ...row, version: 6, revoked: true };
  t.same(await known(), [null, null, null], 'the user is gone');
  logins = { ...row, hash: 'ab'.repeat(32) };
  t.same(await known(), [null, null, null], 'a key of a machine under this id is no row of logins');
  t.match(await authenticate(await tokenSince()), { id: 'neo', key: 'neo' }, 'but that machine’s');
  logins = { ...row, hash: 'ab'.repeat(32), revoked: true };
  t.equal(await authenticate(await tokenSince()), null);
  t.same(await authenticate(await signToken([first], claims, life)), {
    ...{ id: 'neo', role: 'provider', scopes: ['ratings:write'] },
  });
});

t.test('what was not made here is not believed', async (t) => {
  type Fields = { iss?: string; aud?: string; typ?: string; kid?: string; alg?: string };
  const make = ({ alg = 'EdDSA', kid = first.id, typ = 'at+jwt', ...fields }: Fields = {}) =>
    new SignJWT({ role: 'administrator' })
      .setProtectedHeader({ alg, kid, typ })
      .setIssuer(fields.iss ?? ISSUER)
      .setAudience(fields.aud ?? AUDIENCE)
      .setSubject('neo')
      .setExpirationTime(now / 1_000 + 60);
  const verify = verifyAt(now);
  t.ok(await verify(await make().sign(first.signing)), 'the form is right');
  const x = Buffer.from(first.jwk.x ?? '', 'base64url');
  const foreign = {
    'another issuer': await make({ iss: 'urn:other' }).sign(first.signing),
    'another audience': await make({ aud: 'urn:other' }).sign(first.signing),
    'another kind of token': await make({ typ: 'JWT' }).sign(first.signing),
    'another key': await make().sign(second.signing),
    'an unknown key': await make({ kid: 'x' }).sign(second.signing),
    'no signature': new UnsecuredJWT({ role: 'administrator' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('neo')
      .setExpirationTime(now / 1_000 + 60)
      .encode(),
    'the public key as a secret': await make({ alg: 'HS256' }).sign(x),
    'no end': await new SignJWT({ role: 'administrator' })
      .setProtectedHeader({ alg: 'EdDSA', kid: first.id, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('neo')
      .sign(first.signing),
    'an unknown role': await new SignJWT({ role: 'root' })
      .setProtectedHeader({ alg: 'EdDSA', kid: first.id, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject('neo')
      .setExpirationTime(now / 1_000 + 60)
      .sign(first.signing),
    nothing: '..',
  };
  for (const [what, token] of Object.entries(foreign)) t.equal(await verify(token), null, what);
});

t.test('a changed token is worth nothing, whichever of its characters it is', async (t) => {
  const token = await signToken([first], claims, life);
  const verify = verifyAt(now);
  const changed = await Promise.all(
    Array.from(token, async (character, at) => {
      const other = character === 'A' ? 'Q' : 'A';
      const forged = token.slice(0, at) + other + token.slice(at + 1);
      // Bits of a last character that stand for nothing may differ.
      const isSame = forged
        .split('.')
        .every((part, index) =>
          Buffer.from(part, 'base64url').equals(
            Buffer.from(token.split('.')[index] ?? '', 'base64url'),
          ),
        );
      return isSame || (await verify(forged)) === null;
    }),
  );
  t.ok(changed.every(Boolean));
});

t.test('a key of a machine is read as it is written', async (t) => {
  const key = { id: '0190a5b4-7b1c-7000-8000-000000000001', secret: newSecret() };
  const text = machineKeyText(key);
  t.match(text, /^marquee_[0-9a-f]{32}_[\w-]{43}$/);
  t.same(readMachineKey(text), key);
  for (const wrong of [text.slice(1), `${text}x`, text.toUpperCase(), 'marquee__', '']) {
    t.equal(readMachineKey(wrong), null);
  }
  const stored = { hash: hashOfSecret(key.secret), former: null };
  t.equal(isSecretOf(stored, key.secret, now), true);
  t.equal(isSecretOf(stored, newSecret(), now), false);
  t.equal(isSecretOf(null, key.secret, now), false);
});

t.test('a secret that was replaced is good until its end, and its successor at once', async (t) => {
  const [old, fresh] = [newSecret(), newSecret()];
  const stored = {
    hash: hashOfSecret(fresh),
    former: { hash: hashOfSecret(old), until: now + 1 },
  };
  t.equal(isSecretOf(stored, old, now), true);
  t.equal(isSecretOf(stored, fresh, now), true);
  t.equal(isSecretOf(stored, newSecret(), now), false);
  t.equal(isSecretOf(stored, old, now + 1), false);
  t.equal(isSecretOf(stored, fresh, now + 1), true);
});

t.test('a seed has 32 bytes', async (t) => {
  t.ok(isSeed(seed(1)));
  t.ok(isSeed(Buffer.alloc(32, 255).toString('base64')));
  for (const wrong of ['', 'x'.repeat(32), seed(1).slice(1), `${seed(1)}AA`, `${seed(1)}!`]) {
    t.notOk(isSeed(wrong), wrong);
  }
});

/** An issuer elsewhere, with a key of its own; `keys` is what it publishes. */
async function startIssuer(t: Test) {
  const pair = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'theirs', alg: 'ES256' };
  const issuer = { keys: [jwk] as object[], asked: 0, url: '' };
  const server = createServer((_request, response) => {
    issuer.asked += 1;
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ keys: issuer.keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  issuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokenOf = (payload: object, { iss = issuer.url, aud = 'movies' } = {}) =>
    new SignJWT({ ...payload })
      .setProtectedHeader({ alg: 'ES256', kid: 'theirs' })
      .setIssuer(iss)
      .setAudience(aud)
      .setExpirationTime(now / 1_000 + 60)
      .sign(pair.privateKey);
  return { issuer, tokenOf, close: () => new Promise((resolve) => server.close(resolve)) };
}

t.test(
  'tokens of the issuer in the settings are taken, with the role that they claim',
  async (t) => {
    const { issuer, tokenOf } = await startIssuer(t);
    const options = { issuer: issuer.url, audience: 'movies', jwksUrl: `${issuer.url}/keys` };
    const authenticate = authenticateExternal({ ...options, roleClaim: 'groups' }, () => now);
    const id = idOf(issuer.url, 'trinity');
    t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const callerOf = async (groups: unknown) =>
      await authenticate(await tokenOf({ sub: 'trinity', groups }));
    t.match(await callerOf('provider'), { id, role: 'provider' });
    t.match(await callerOf(['staff', 'viewer', 'administrator']), { id, role: 'administrator' });
    t.match(await callerOf(['staff']), { id, role: 'viewer' });
    t.match(await callerOf(undefined), { id, role: 'viewer' });
    t.equal(issuer.asked, 1, 'its keys are fetched once');
    const plain = authenticateExternal({ ...options, roleClaim: null }, () => now);
    t.match(await plain(await tokenOf({ sub: 'trinity', role: 'administrator' })), {
      role: 'viewer',
    });
    t.not(idOf(issuer.url, 'neo'), id);
    t.not(idOf('https://other.example', 'trinity'), id, 'the same subject of another issuer');
  },
);

t.test('tokens for others, of others, and of no one are not taken', async (t) => {
  const { issuer, tokenOf } = await startIssuer(t);
  const options = { issuer: issuer.url, audience: 'movies', jwksUrl: issuer.url, roleClaim: null };
  const authenticate = authenticateExternal(options, () => now);
  t.equal(await authenticate(await tokenOf({ sub: 'neo' }, { iss: 'https://evil.example' })), null);
  t.equal(issuer.asked, 0, 'nobody else makes us fetch keys');
  t.equal(await authenticate(await tokenOf({ sub: 'neo' }, { aud: 'music' })), null);
  t.equal(await authenticate(await tokenOf({})), null, 'nobody');
  t.equal(await authenticate('not.a.token'), null);
});

t.test(
  'while the keys cannot be had nobody is let in, and nobody is sent away for good',
  async (t) => {
    const { issuer, tokenOf, close } = await startIssuer(t);
    const options = {
      issuer: issuer.url,
      audience: 'movies',
      jwksUrl: issuer.url,
      roleClaim: null,
    };
    const token = await tokenOf({ sub: 'neo' });
    await close();
    await t.rejects(authenticateExternal(options, () => now)(token), { name: 'StoreUnavailable' });
  },
);

t.test('keys are fetched anew now and then, and kept while they cannot be', async (t) => {
  const { issuer, close } = await startIssuer(t);
  issuer.keys = [first.jwk, second.jwk];
  const keys = remoteKeys(issuer.url, { refreshMs: 0 });
  const verify = tokenVerifier(keys, () => now);
  const [old, fresh] = [
    await signToken([first], claims, life),
    await signToken([second], claims, life),
  ];
  t.ok(await verify(old));
  issuer.keys = [second.jwk];
  t.equal(await verify(old), null, 'what is withdrawn ends');
  t.ok(await verify(fresh), 'the other one is still published');
  await close();
  t.ok(await verify(fresh), 'from the keys at hand');
  t.ok(await verify(fresh), 'also after they were asked for in vain');
});

t.test('keys are fetched again for an id that is new', async (t) => {
  const { issuer } = await startIssuer(t);
  issuer.keys = [first.jwk];
  const verify = tokenVerifier(remoteKeys(issuer.url), () => now);
  t.ok(await verify(await signToken([first], claims, life)));
  t.ok(await verify(await signToken([first], claims, life)));
  t.equal(issuer.asked, 1);
});
