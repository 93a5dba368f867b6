import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { marquee } from './marquee.js';

t.test('a key is shown once, listed without its secret, and revoked', async (t) => {
  const directory = t.testdir({});
  const env = { DATA_DIR: directory };
  await marquee(['migrate'], { env });

  const provider = '0190A5B4-7B1C-7000-8000-0000000000AA';
  const options = ['--provider', provider, '--name', 'importer', '--expires', '90d'];
  const scope = ['--scope', 'catalogue:write', 'ratings:write'];
  const args = ['tokens', 'create', '--role', 'provider', ...options, ...scope];
  const made = await marquee(args, { env });
  t.equal(made.code, 0);
  t.match(
    made.stdout,
    /^marquee_[0-9a-f]{32}_[\w-]{43}\n$/,
    'nothing else, so that it can be piped',
  );
  const [id = ''] = /[0-9a-f-]{36}/.exec(made.stderr) ?? [];
  const secret = made.stdout.trim().slice(-43);

  const listed = await marquee(['tokens', 'list'], { env });
  const day = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  t.equal(
    listed.stdout,
    `${id}\tin force\tprovider\t${provider.toLowerCase()}\t${day}\tcatalogue:write ratings:write\timporter\n`,
  );
  for (const name of readdirSync(directory)) {
    t.notOk(readFileSync(join(directory, name)).includes(secret), `${name} does not hold it`);
  }

  const rotated = await marquee(['tokens', 'rotate', id, '--overlap', '0d'], { env });
  t.match(rotated, { code: 0, stderr: /the old one ends now/ });
  const [, sameId, another] = /^marquee_([0-9a-f]{32})_([\w-]{43})\n$/.exec(rotated.stdout) ?? [];
  t.equal(sameId, id.replaceAll('-', ''));
  t.not(another, secret);

  t.match(await marquee(['tokens', 'revoke', id], { env }), { code: 0 });
  t.match(await marquee(['tokens', 'rotate', id], { env }), { code: 3, stderr: 'revoked' });
  t.match(await marquee(['tokens', 'list'], { env }), { stdout: /\trevoked\t/ });
  t.match(await marquee(['tokens', 'revoke', provider], { env }), { code: 3, stderr: 'no key' });
});
