/** A Redis of a test's own: the local `redis-server` on a free port, its data in a temporary directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

export interface RedisOptions {
  /** A free one when left out. */
  readonly port?: number;
  /** More arguments of `redis-server`, such as `['--maxmemory-policy', 'allkeys-lru']`. */
  readonly args?: readonly string[];
}

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Of the running server; `undefined` when it is stopped. */
  readonly pid: number | undefined;
  /** Ends it in an orderly way and keeps its data for `restart`. */
  shutDown(): Promise<void>;
  /** Kills it (SIGKILL). */
  kill(): Promise<void>;
  /**
   * Kills it after so many milliseconds, in which all that it is told is lost, as a power cut would lose it. Its file must not be
   * rewritten meanwhile: start it with `--auto-aof-rewrite-percentage 0`.
   */
  killForgetting(ms: number): Promise<void>;
  /** Starts it again on the same port and data, after ending it where it still runs. */
  restart(): Promise<void>;
  /** Freezes it: connections stay open, nothing answers (SIGSTOP). */
  pause(): void;
  resume(): void;
  /** Loses all that it holds. */
  empty(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 15_000;
const MISSING =
  'redis-server is not installed. Install it (Debian, Ubuntu: apt-get install redis-server; ' +
  'macOS: brew install redis) or set TEST_REDIS_URL to a Redis that tests may write to.';

/** Starts a Redis that appends to a file, so that `restart` finds its data. Throws when `redis-server` is not installed. */
export async function startRedis(options: RedisOptions = {}): Promise<TestRedis> {
  const port = options.port ?? (await freePort());
  const directory = await mkdtemp(join(tmpdir(), 'marquee-redis-'));
  let child: ChildProcess | undefined;
  const killAtExit = () => child?.kill('SIGKILL');
  process.once('exit', killAtExit);

  const start = async () => {
    child = await launch(port, directory, options.args ?? []);
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const exited = once(ending, 'exit');
    ending.kill('SIGCONT');
    ending.kill(signal);
    await exited;
  };
  await start();

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return child?.pid;
    },
    shutDown: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    async killForgetting(ms) {
      const file = await appendedFile(directory);
      const { size } = await stat(file);
      await sleep(ms);
      await end('SIGKILL');
      await truncate(file, size);
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    empty: async () => void (await ask(port, 'FLUSHALL')),
    async restart() {
      await end('SIGTERM');
      await start();
    },
    async stop() {
      await end('SIGTERM');
      process.off('exit', killAtExit);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The newest file that Redis appends to; each of its writes ends with a whole command. */
async function appendedFile(directory: string): Promise<string> {
  const folder = join(directory, 'appendonlydir');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof')).sort();
  const newest = names.at(-1);
  if (newest === undefined) throw new Error(`Redis appends to nothing in ${folder}`);
  return join(folder, newest);
}

async function launch(port: number, directory: string, args: readonly string[]) {
  const child = spawn(
    'redis-server',
    [
      ...['--bind', '127.0.0.1', '--port', `${port}`, '--dir', directory],
      ...['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'],
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      log = `${log}${text.toString()}`.slice(-4_000);
    });
  }
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(MISSING) : error),
    );
    child.once('exit', (code) =>
      reject(new Error(`redis-server ended with ${code} on port ${port}:\n${log}`)),
    );
  });
  // An exit after the start is the test's own doing.
  failed.catch(() => undefined);
  try {
    await Promise.race([answers(child, port), failed]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && !(await pings(port))) {
    if (Date.now() > deadline) throw new Error(`Redis on port ${port} does not answer PING`);
    await sleep(20);
  }
}

/** While it still reads its data, Redis answers `-LOADING`. */
const pings = async (port: number) => (await ask(port, 'PING')).startsWith('+PONG');

/** The beginning of the answer to one command; empty when there is none. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', (data) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.once('error', () => undefined);
    socket.once('close', () => resolve(''));
  });
}
