import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Test, t } from 'tap';

const program = fileURLToPath(new URL('./programs/drain.js', import.meta.url));

/** A process that is ready to be told to stop, and the lines that it prints from then on. */
async function start(t: Test, manner: string) {
  const child = spawn(process.execPath, [program, manner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  t.equal((await lines.next()).value, 'ready');
  return { child, lines };
}

async function exitCode(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = await once(child, 'exit');
  return code;
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`${signal} closes everything, and then the process exits 0`, async (t) => {
    const { child, lines } = await start(t, 'quickly');
    child.kill(signal);
    t.equal((await lines.next()).value, 'closing');
    t.equal(await exitCode(child), 0);
  });
}

t.test('a second signal exits at once', async (t) => {
  const { child, lines } = await start(t, 'slowly');
  child.kill('SIGTERM');
  t.equal((await lines.next()).value, 'closing');
  child.kill('SIGINT');
  t.equal(await exitCode(child), 1);
});

t.test('what does not close in time is given up', async (t) => {
  const { child } = await start(t, 'never');
  child.kill('SIGTERM');
  t.equal(await exitCode(child), 1);
});

t.test('a failure to close is no success', async (t) => {
  const { child } = await start(t, 'badly');
  child.kill('SIGTERM');
  t.equal(await exitCode(child), 1);
});
