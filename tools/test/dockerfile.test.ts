/** There is no Docker here: this holds the Dockerfile against the files that it names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Copy, DockerfileParser } from 'dockerfile-ast';
import { t } from 'tap';
import { readText, root } from './compose-file.js';

const dockerfile = DockerfileParser.parse(readText('Dockerfile'));
const instructions = dockerfile.getInstructions();
const named = (keyword: string) =>
  instructions.filter((instruction) => instruction.getKeyword() === keyword);
const textsOf = (keyword: string) =>
  named(keyword).map((instruction) => instruction.getArgumentsContent() ?? '');

t.test('the final image runs as a user without rights, on the Node of the build', async (t) => {
  const images = dockerfile.getFROMs().map((from) => from.getImage());
  t.same(images, ['node:24-bookworm-slim', 'node:24-bookworm-slim']);
  const order = instructions.map((instruction) => instruction.getKeyword());
  t.ok(order.lastIndexOf('USER') > order.lastIndexOf('FROM'));
  t.same(textsOf('USER'), ['node']);
});

t.test('what the final image takes from the build is there', async (t) => {
  const copies = dockerfile.getCOPYs().filter((copy: Copy) => copy.getFromFlag() !== null);
  t.ok(copies.length > 0);
  for (const copy of copies) {
    const [source = ''] = copy.getArguments().map((argument) => argument.getValue());
    t.match(source, /^\/marquee\//);
    const file = source.replace('/marquee/', '');
    if (file === 'node_modules') continue; // installed inside
    t.ok(existsSync(join(root, file)), source);
    t.notOk(isIgnored(file), `${file} is in the context`);
  }
});

t.test('every package that an app needs is built', async (t) => {
  const build = textsOf('RUN').find((text) => text.includes('tsc -b')) ?? '';
  for (const app of ['standalone', 'command', 'projector', 'query', 'cli']) {
    t.match(build, ` apps/${app}`);
    t.ok(existsSync(join(root, 'apps', app, 'tsconfig.json')));
  }
});

t.test('what npm and the compiler want is in the context', async (t) => {
  const { workspaces } = JSON.parse(readText('package.json'));
  t.same(workspaces, ['libs/*', 'apps/*', 'tools', 'test'], 'else .dockerignore wants a change');
  const wanted = [
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
    'tools/package.json',
    'test/package.json',
    'apps/query/package.json',
    'libs/contracts/tsconfig.json',
  ];
  for (const file of wanted) {
    t.ok(existsSync(join(root, file)), file);
    t.notOk(isIgnored(file), file);
  }
  for (const file of ['.env', '.git', 'data', 'node_modules', 'apps/query/dist']) {
    t.ok(isIgnored(file), file);
  }
});

t.test('it starts the standalone app, and asks that app for its health', async (t) => {
  t.same(textsOf('CMD'), ['["node", "apps/standalone/dist/src/main.js"]']);
  t.ok(existsSync(join(root, 'apps/standalone/src/main.ts')));
  t.match(textsOf('HEALTHCHECK').join(), '["node", "deploy/health-check.mjs", "3000"]');
});

/** As .dockerignore says it; the last line that fits decides. */
function isIgnored(file: string): boolean {
  const lines = readText('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const last = lines.findLast((line) => patternOf(line.replace(/^!/, '')).test(file));
  return last !== undefined && !last.startsWith('!');
}

const patternOf = (glob: string) =>
  new RegExp(
    `^${glob
      .replace(/[.]/g, '\\.')
      .replace(/\*\*\//g, '(.+/)?')
      .replace(/(?<!\.)\*/g, '[^/]*')}(/.*)?$`,
  );
