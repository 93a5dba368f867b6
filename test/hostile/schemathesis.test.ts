/**
 * Both OpenAPI documents as a weapon: requests that they allow, requests that they forbid, and chains of both, against the running
 * apps. They must never answer with a 5xx, nor with anything that their document does not announce.
 * HOSTILE_SEED makes it another run; HOSTILE_SECONDS, for each document, a longer one.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipWithout, startMarquee, startRedis, workspaceRoot } from '@marquee/testing';
import t from 'tap';
import { adminToken } from '../system/client.js';
import { runCli } from '../system/compose-apps.js';
import { installSchemathesis, runProgram } from './install-schemathesis.js';

skipWithout(t, 'Redis');
const seed = process.env['HOSTILE_SEED'] ?? '1';
const seconds = process.env['HOSTILE_SECONDS'];
/** For each operation and phase. A number of requests, not of seconds, so that a seed is the same run everywhere. */
const EXAMPLES = '12';
const LIMIT_MS = seconds === undefined ? 400_000 : (Number(seconds) + 60) * 1_000;

mkdirSync(join(workspaceRoot, '.cache'), { recursive: true });
const program = await installSchemathesis().catch((error: Error) => {
  if (process.env['CI']) throw error;
  console.error(`\n!! ${error.message}\n!! The documents are not put to the test.\n`);
  return null;
});
const skip = program === null ? 'schemathesis is missing' : false;

t.test('no request is answered with a 5xx, or as the documents do not say', { skip }, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-hostile-'));
  t.teardown(() => rmSync(directory, { recursive: true, force: true }));
  const redis = await startRedis();
  t.teardown(() => redis.stop());
  const settings = { DATA_DIR: directory, QUEUE_URL: redis.url, LOG_LEVEL: 'error' };
  await runCli(['migrate'], settings);
  // Their data are each other's: what is made by the one is read from the other.
  const [command, projector, query] = await Promise.all([
    startMarquee('command', settings),
    startMarquee('projector', settings),
    startMarquee('query', settings),
  ]);
  t.teardown(() => Promise.all([command.kill(), projector.kill(), query.kill()]));
  const bearer = adminToken(directory);
  for (const [name, { url }] of Object.entries({ command, query })) {
    const args = [
      ...['--config-file', join(workspaceRoot, 'test/hostile/schemathesis.toml')],
      ...['run', join(workspaceRoot, `openapi/${name}.json`), '--url', url],
      ...['--header', `Authorization: Bearer ${bearer}`],
      ...['--seed', seed, '--generation-database', 'none', '--continue-on-failure'],
      ...['--warnings', 'off', '--no-color'],
      ...(seconds === undefined ? ['--max-examples', EXAMPLES] : ['--max-time', seconds]),
    ];
    const { code, output } = await runProgram(program ?? '', args, LIMIT_MS);
    const sent = /\d+ generated[^\n]*/.exec(output)?.[0];
    t.comment(`HOSTILE_SEED=${seed} ${name}: ${sent}`);
    t.equal(code, 0, `${name} keeps to its document`);
    if (code !== 0) t.comment(output.replace(/%[0-9A-F]{2}(%[0-9A-F]{2})+/g, '…').slice(-8_000));
    t.match(sent, /^[1-9]\d\d/, 'there were hundreds of requests');
  }
});
