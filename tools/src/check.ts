/** `npm run check`: format, lint, dependency rules and generated files. Types were checked by the build before this runs. */
import { spawnSync } from 'node:child_process';

const steps: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format, lint, import rules', 'node_modules/.bin/biome', 'ci', '--error-on-warnings', '.'],
  ['package permits', process.execPath, 'tools/dist/src/check-packages.js'],
  ['licences, vulnerabilities', process.execPath, 'tools/dist/src/check-licences.js'],
  ['OpenAPI documents', process.execPath, 'tools/dist/src/openapi.js', '--check'],
  [
    'OpenAPI lint',
    'node_modules/.bin/redocly',
    'lint',
    '--config',
    'tools/redocly.yaml',
    'openapi/command.json',
    'openapi/query.json',
  ],
];

let failed = 0;
for (const [name, command, ...args] of steps) {
  console.log(`\n== ${name}`);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error !== undefined) console.error(error.message);
  if (status !== 0) failed += 1;
}
console.log(
  failed === 0 ? '\nAll checks passed.' : `\n${failed} of ${steps.length} checks failed.`,
);
process.exit(failed === 0 ? 0 : 1);
