/** Several workers behind one port, as processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Test, t } from 'tap';
import { restartPauseMs } from '../src/workers/keep-workers.js';
import { watchWorker } from '../src/workers/watch-worker.js';

const program = fileURLToPath(new URL('./programs/workers.js', import.meta.url));

interface Answer {
  readonly worker: number;
  readonly pid: number;
}

interface App {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  ask(path?: string): Promise<Answer>;
  metrics(): Promise<string>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** In a group of its own, as a terminal starts a program. */
async function start(t: Test, settings: Readonly<Record<string, string>> = {}): Promise<App> {
  const [port, adminPort] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [program], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env['PATH'], WORKERS: '2', LOG_FORMAT: 'json' },
      ...{ PORT: String(port), ADMIN_PORT: String(adminPort), ...settings },
    },
  });
  t.teardown(() => child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  }
  const fetched = async (url: string) => await (await fetch(url)).text();
  return {
    child,
    pid: child.pid ?? 0,
    output: () => printed,
    ask: async (path = '/') => JSON.parse(await fetched(`http://127.0.0.1:${port}${path}`)),
    metrics: () => fetched(`http://127.0.0.1:${adminPort}/metrics`),
  };
}

/** What `work` gives when it is true at last: things fail while processes come and go. */
async function until<T>(work: () => Promise<T | false>): Promise<T> {
  for (;;) {
    const result = await work().catch(() => false as const);
    if (result !== false) return result;
    await sleep(20);
  }
}

/** Two that answer, besides the one that is gone. */
async function bothOf(app: App, without?: number): Promise<readonly [Answer, Answer]> {
  const seen = new Map<number, Answer>();
  return await until(async () => {
    const answer = await app.ask();
    if (answer.pid !== without) seen.set(answer.pid, answer);
    const [one, other] = seen.values();
    return one !== undefined && other !== undefined && [one, other];
  });
}

/** A request that a worker has in hand. */
async function waiting(app: App, ms: number) {
  const before = countOf(await app.metrics());
  const answer = app.ask(`/wait?ms=${ms}`);
  answer.catch(() => undefined);
  await until(async () => countOf(await app.metrics()) > before);
  return { answer };
}

const countOf = (text: string) => Number(/^asked_total\{.*\} (\d+)$/m.exec(text)?.[1]);

async function exitCode({ child }: App): Promise<unknown> {
  if (child.exitCode !== null) return child.exitCode;
  const [code] = await once(child, 'exit');
  return code;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const untilGone = (pids: readonly number[]) =>
  until(async () => !pids.some((pid) => isRunning(pid)));

t.test('workers share a port; /metrics counts what all of them answered', async (t) => {
  const app = await start(t);
  const [one, other] = await bothOf(app);
  t.not(one.worker, other.worker);
  const before = countOf(await app.metrics());
  for (let n = 0; n < 10; n += 1) await app.ask();
  t.equal(countOf(await app.metrics()) - before, 10);
  t.match(await app.metrics(), /^process_start_time_seconds\{app="query"\} \d+/m);
});

t.test('a worker that is killed is replaced, and what it had counted stays', async (t) => {
  const app = await start(t);
  const [one] = await bothOf(app);
  const before = countOf(await app.metrics());
  process.kill(one.pid, 'SIGKILL');
  await bothOf(app, one.pid);
  t.ok(countOf(await app.metrics()) >= before);
  t.match(await app.metrics(), /^marquee_workers_ended_total\{app="query"\} 1$/m);
  t.match(app.output(), `a worker is replaced: it was ended by SIGKILL`);
});

t.test('a connection that is on its way to a worker that is killed goes to another', async (t) => {
  const app = await start(t);
  const [one] = await bothOf(app);
  process.kill(one.pid, 'SIGSTOP'); // it takes none of those that it is given
  const asked = [app.ask(), app.ask(), app.ask()];
  await Promise.race(asked);
  process.kill(one.pid, 'SIGKILL');
  for (const { pid } of await Promise.all(asked)) t.not(pid, one.pid);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(
    `${signal} drains all workers, also where each of them is signalled as well`,
    async (t) => {
      const app = await start(t);
      const both = await bothOf(app);
      const asked = await waiting(app, 2_000);
      process.kill(-app.pid, signal);
      t.ok(await asked.answer, 'what was asked before is answered');
      t.equal(await exitCode(app), 0);
      t.equal(app.output().match(/"msg":"closed"/g)?.length, 2);
      for (const { pid, worker } of both) {
        t.match(app.output(), new RegExp(`"pid":${pid},.*"worker":${worker},`), 'its log says so');
      }
      await untilGone(both.map(({ pid }) => pid));
    },
  );
}

t.test('a second signal ends all at once', async (t) => {
  const app = await start(t);
  const both = await bothOf(app);
  await waiting(app, 60_000);
  app.child.kill('SIGTERM');
  await until(async () => app.output().includes('draining'));
  app.child.kill('SIGTERM');
  t.equal(await exitCode(app), 1);
  await untilGone(both.map(({ pid }) => pid));
});

t.test('workers whose primary is killed end, too', async (t) => {
  const app = await start(t);
  const both = await bothOf(app);
  app.child.kill('SIGKILL');
  await untilGone(both.map(({ pid }) => pid));
});

t.test('where the first worker cannot start, nor does the app; it says why once', async (t) => {
  const app = await start(t, { FAIL: '1' });
  t.equal(await exitCode(app), 3);
  t.equal(app.output().match(/the program cannot start/g)?.length, 1);
});

t.test('a port that is taken is told as it is without workers', async (t) => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.teardown(() => taken.close());
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  const app = await start(t, { ADMIN_PORT: port });
  t.equal(await exitCode(app), 3);
  t.match(app.output(), `Port ${port} is in use: set PORT or ADMIN_PORT to another one.`);
});

t.test(
  'the pause before a restart grows with each worker that dies young, to half a minute',
  async (t) => {
    t.same([0, 1, 2, 3].map(restartPauseMs), [100, 200, 400, 800]);
    t.equal(restartPauseMs(9), 30_000);
    t.equal(restartPauseMs(10_000), 30_000);
  },
);

t.test('a worker that misses three looks in a row is dead, once', async (t) => {
  const answers = [false, false, true, false, false, false, false];
  let looks = 0;
  const deadAfter: number[] = [];
  const stop = watchWorker({
    intervalMs: 1,
    isAlive: async () => answers[looks++] ?? false,
    onDead: () => deadAfter.push(looks),
  });
  t.teardown(stop);
  while (looks <= answers.length) await sleep(5);
  t.same(deadAfter, [6]);
});
