/**
 * `npm test`: starts a Redis and a Cassandra for all suites (unless the environment names some), runs every test under tap,
 * and ends with what failed, if anything did, and `N passed, N failed, N skipped`, both from tap's own results.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { doWithout, startCassandra, startRedis, type TestService } from '@marquee/testing';
import { failuresIn } from './failures-in.js';

const resultsFile = '.cache/test-results.tap';

interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

/** The URL in the environment, else a server of our own; without either its suites say so, and fail where `CI` is set. */
async function provide(
  name: TestService,
  variable: string,
  start: () => Promise<Service>,
): Promise<Service | null> {
  if (process.env[variable]) return null;
  try {
    const service = await start();
    process.env[variable] = service.url;
    return service;
  } catch (error) {
    if (process.env['CI']) throw error;
    console.error(`\n!! ${name}: ${error instanceof Error ? error.message : error}`);
    console.error('!! The suites that need it are skipped.\n');
    doWithout(name);
    return null;
  }
}

/** Exit code of tap; `files` narrow the run. */
async function runTap(files: readonly string[]): Promise<number> {
  const tap = ['node_modules/tap/dist/esm/run.mjs'];
  if (!builtSinceInstall()) spawnSync(process.execPath, [...tap, 'build'], { stdio: 'inherit' });
  const child = spawn(
    process.execPath,
    [...tap, 'run', '--reporter=terse', `--output-file=${resultsFile}`, ...files],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}

/** tap builds its plugins into `node_modules`, so each install needs that again. */
function builtSinceInstall(): boolean {
  const stamp = '.cache/tap-built';
  const installed = statSync('node_modules/.package-lock.json').mtimeMs;
  if (existsSync(stamp) && statSync(stamp).mtimeMs > installed) return true;
  writeFileSync(stamp, '');
  return false;
}

/** tap's last summary: `# { total: 6, pass: 4, fail: 1, skip: 1 }`. */
function countResults(results: string): { passed: number; failed: number; skipped: number } {
  const summaries = results.match(/^# \{ total: .*\}$/gm) ?? [];
  const summary = summaries.at(-1) ?? '';
  const count = (name: string) => Number(new RegExp(`${name}: (\\d+)`).exec(summary)?.[1] ?? 0);
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip') + count('todo') };
}

mkdirSync('.cache', { recursive: true });
if (!process.env['TEST_MSSQL_URL']) {
  console.error('TEST_MSSQL_URL is not set: the SQL Server suites are skipped.');
}
const services = await Promise.all([
  provide('Redis', 'TEST_REDIS_URL', startRedis),
  provide('Cassandra', 'TEST_CASSANDRA_URL', async () => {
    const cassandra = await startCassandra();
    return { url: cassandra.contactPoint, stop: cassandra.stop };
  }),
]);
let code = 1;
try {
  code = await runTap(process.argv.slice(2));
} finally {
  await Promise.all(services.map((service) => service?.stop()));
}
const results = readFileSync(resultsFile, 'utf8');
for (const failure of failuresIn(results)) console.log(`\n${failure}`);
const { passed, failed, skipped } = countResults(results);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(code !== 0 || failed > 0 || passed === 0 ? 1 : 0);
