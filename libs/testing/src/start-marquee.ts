/** One of Marquee's apps as a process of its own, the way a user runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';

export type MarqueeApp = 'standalone' | 'command' | 'projector' | 'query';

export interface MarqueeProcess {
  readonly url: string;
  readonly adminUrl: string;
  readonly pid: number;
  /** All that it has printed. */
  output(): string;
  /** SIGTERM; resolves with the exit code (`null` when a signal ended it). */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
  signal(name: NodeJS.Signals): void;
}

const startTimeoutMs = 180_000;

/** The root of the workspace. */
export const workspaceRoot = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/**
 * Starts an app with these settings, on free ports unless they name some, and resolves when it is ready.
 * @throws with what it printed, when it ends before
 */
export async function startMarquee(
  app: MarqueeApp,
  settings: Readonly<Record<string, string>>,
): Promise<MarqueeProcess> {
  const port = settings['PORT'] ?? String(await freePort());
  const adminPort = settings['ADMIN_PORT'] ?? String(await freePort());
  const child = spawn(process.execPath, [join(workspaceRoot, `apps/${app}/dist/src/main.js`)], {
    cwd: workspaceRoot,
    env: { PATH: process.env['PATH'], ...settings, PORT: port, ADMIN_PORT: adminPort },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      printed = (printed + text.toString()).slice(-200_000);
    });
  }
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  const url = `http://127.0.0.1:${port}`;
  const adminUrl = `http://127.0.0.1:${adminPort}`;
  const ready = `${app === 'projector' ? adminUrl : url}/health/ready`;
  try {
    await untilReady(child, ready);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${app} did not start: ${error}\n${printed}`);
  }
  return {
    url,
    adminUrl,
    pid: child.pid ?? 0,
    output: () => printed,
    async stop() {
      await end(child, 'SIGTERM');
      return child.exitCode;
    },
    kill: () => end(child, 'SIGKILL'),
    signal: (name) => void child.kill(name),
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
    }
    const answer = await fetch(url).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`${url} is not ready after ${startTimeoutMs} ms`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
