import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { t } from 'tap';
import { adminTokenOf, cursorKeysOf, readSettings } from '../src/index.js';

const program = fileURLToPath(new URL('./programs/make-secrets.js', import.meta.url));
const run = promisify(execFile);

t.test('secrets are made once and then stay', async (t) => {
  const settings = readSettings('standalone', { DATA_DIR: join(t.testdir(), 'new') });
  const [token, keys] = [adminTokenOf(settings), cursorKeysOf(settings)];
  t.match(token, /^[\w-]{32}$/);
  t.match(keys, [/^[\w-]{43}$/]);
  t.equal(adminTokenOf(settings), token);
  t.same(cursorKeysOf(settings), keys);
});

t.test('their files are readable by their owner alone, and nothing else is left', async (t) => {
  const dataDir = join(t.testdir(), 'new');
  const settings = readSettings('standalone', { DATA_DIR: dataDir });
  adminTokenOf(settings);
  cursorKeysOf(settings);
  t.same(readdirSync(dataDir).sort(), ['admin.token', 'cursor.keys']);
  for (const name of readdirSync(dataDir)) {
    t.equal(statSync(join(dataDir, name)).mode & 0o777, 0o600, name);
  }
  t.equal(statSync(dataDir).mode & 0o777, 0o700);
});

t.test('processes that start at the same moment agree on them', async (t) => {
  const dataDir = join(t.testdir(), 'shared');
  const runs = Array.from({ length: 6 }, () => run(process.execPath, [program, dataDir]));
  const printed = new Set((await Promise.all(runs)).map(({ stdout }) => stdout));
  t.equal(printed.size, 1);
  t.same(readdirSync(dataDir).sort(), ['admin.token', 'cursor.keys']);
});

t.test('settings go before files, and then no file is made', async (t) => {
  const settings = readSettings('standalone', {
    DATA_DIR: join(t.testdir(), 'unused'),
    ADMIN_TOKEN: 'a-token-of-enough-characters',
    CURSOR_KEYS: 'k'.repeat(32),
  });
  t.equal(adminTokenOf(settings), 'a-token-of-enough-characters');
  t.same(cursorKeysOf(settings), ['k'.repeat(32)]);
  t.throws(() => statSync(settings.dataDir), { code: 'ENOENT' });
});

t.test('a file of keys may hold several, the newest first', async (t) => {
  const dataDir = t.testdir({ 'cursor.keys': 'newest-key\nolder-key, oldest-key\n' });
  const settings = readSettings('standalone', { DATA_DIR: dataDir });
  t.same(cursorKeysOf(settings), ['newest-key', 'older-key', 'oldest-key']);
});

t.test('an emptied file is refused rather than taken for a secret', async (t) => {
  const dataDir = join(t.testdir(), 'emptied');
  mkdirSync(dataDir);
  writeFileSync(join(dataDir, 'admin.token'), '\n');
  const settings = readSettings('standalone', { DATA_DIR: dataDir });
  t.throws(() => adminTokenOf(settings), /admin\.token is empty/);
});
