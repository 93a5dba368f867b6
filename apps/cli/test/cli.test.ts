import t from 'tap';
import { marquee } from './marquee.js';

t.test('help has examples everywhere', async (t) => {
  for (const args of [
    ['--help'],
    ['migrate', '--help'],
    ['import', '--help'],
    ['verify', '--help'],
    ['config', '--help'],
    ['tokens', '--help'],
  ]) {
    const run = await marquee(args);
    t.match(
      run,
      { code: 0, stdout: /Usage: marquee[\s\S]*Examples:\n {2}\$ /, stderr: '' },
      args.join(' '),
    );
  }
});

const wrong: Record<string, readonly [args: readonly string[], env: Record<string, string>]> = {
  'no verb': [[], {}],
  'an unknown verb': [['improt'], {}],
  'an unknown option': [['config', '--fast'], {}],
  'no file': [['import'], {}],
  'a file that is not there': [['import', '/nowhere/movies.json'], {}],
  'a directory': [['import', '/tmp'], {}],
  'an unknown format': [['import', '--format', 'csv', '-'], {}],
  'standard input twice': [['import', '-', '-'], {}],
  'a key without a role': [['tokens', 'create'], {}],
  'a key of an unknown role': [['tokens', 'create', '--role', 'root'], {}],
  'a key for no days': [['tokens', 'create', '--role', 'viewer', '--expires', '0d'], {}],
  'a wrong setting': [['config'], { PORT: 'high' }],
};

for (const [name, [args, env]] of Object.entries(wrong)) {
  t.test(`wrong usage ends with 2 and a word about it: ${name}`, async (t) => {
    t.match(await marquee(args, { env }), { code: 2, stdout: '', stderr: /\S/ });
  });
}

t.test('a store that cannot be opened ends with 3', async (t) => {
  const dir = t.testdir({ file: 'not a directory' });
  const env = { DATA_DIR: dir, WRITE_STORE_URL: `sqlite:${dir}/file/write.sqlite` };
  t.match(await marquee(['migrate'], { env }), { code: 3, stderr: /\S/ });
});

t.test('settings are printed with their secrets masked', async (t) => {
  const run = await marquee(['config'], {
    env: { PORT: '8080', WRITE_STORE_URL: 'mssql://sa:hidden-secret@db:1433/marquee' },
  });
  t.match(run, { code: 0, stdout: /^PORT=8080$/m });
  t.notMatch(run.stdout, 'hidden-secret');
});

t.test('migrating twice, and by two processes at once, is safe', async (t) => {
  const env = { DATA_DIR: t.testdir({}) };
  const both = await Promise.all([marquee(['migrate'], { env }), marquee(['migrate'], { env })]);
  for (const run of both) t.match(run, { code: 0, stdout: /Generations of the view: g1$/m });
  const again = await marquee(['migrate'], { env });
  t.match(again, { code: 0, stdout: /^The write store is up to date\.$/m });
});
