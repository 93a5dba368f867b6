import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@marquee/testing';
import t from 'tap';
import { marquee } from './marquee.js';

t.test('every verb has help with examples, and stands in the README', async (t) => {
  const { stdout, ...all } = await marquee(['--help']);
  t.match(all, { code: 0, stderr: '' });
  t.match(stdout, withExamples);
  const verbs = verbsIn(stdout);
  t.ok(verbs.length >= 8, verbs.join(' '));
  const readme = readFileSync(join(workspaceRoot, 'README.md'), 'utf8');
  for (const verb of verbs) {
    const run = await marquee([verb, '--help']);
    t.match(run, { code: 0, stdout: withExamples, stderr: '' }, verb);
    for (const inner of verbsIn(run.stdout))
      t.match(run.stdout, `marquee -- ${verb} ${inner}`, `${verb} ${inner} has an example`);
    t.match(stdout, `marquee -- ${verb}`, `${verb} has an example in the help of all`);
    t.match(readme, `npm run marquee -- ${verb}`, `${verb} stands in the README`);
  }
});

const withExamples = /Usage: marquee[\s\S]*Examples:\n {2}\$ /;

/** Those that a help lists under its commands. */
function verbsIn(help: string): string[] {
  const list = /\nCommands:\n([\s\S]*?)\n\n/.exec(help)?.[1] ?? '';
  const verbs = [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, verb]) => verb ?? '');
  return verbs.filter((verb) => verb !== 'help');
}

const wrong: Record<string, readonly [args: readonly string[], env: Record<string, string>]> = {
  'no verb': [[], {}],
  'an unknown verb': [['improt'], {}],
  'an unknown option': [['config', '--fast'], {}],
  'no file': [['import'], {}],
  'a file that is not there': [['import', '/nowhere/movies.json'], {}],
  'a directory': [['import', '/tmp'], {}],
  'an unknown format': [['import', '--format', 'xml', '-'], {}],
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
