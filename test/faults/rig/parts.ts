/** The servers and processes of an installation as things that can be hurt. */
import {
  freePort,
  type MarqueeApp,
  type MarqueeProcess,
  startMarquee,
  type TestCassandra,
  type TestRedis,
} from '@marquee/testing';
import type { FaultKind, PartName } from './schedule.js';

export interface Part {
  readonly name: PartName;
  /** Does it, waits as long as it is to last, and resolves when the part runs again. */
  hurt(kind: FaultKind, lasts: () => Promise<void>): Promise<void>;
  /** What became of it by itself, if it should run and does not. */
  crashed(): string | null;
  /** All that its processes printed. */
  output(): string;
  stop(): Promise<void>;
}

export interface AppPart extends Part {
  readonly url: string;
}

/** Its ports stay the same over restarts. */
export async function startApp(
  name: PartName,
  app: MarqueeApp,
  settings: Readonly<Record<string, string>>,
): Promise<AppPart> {
  const ports = { PORT: `${await freePort()}`, ADMIN_PORT: `${await freePort()}` };
  const start = () => startMarquee(app, { ...settings, ...ports });
  let running: MarqueeProcess | null = await start();
  let printed = '';
  const { url } = running;
  const end = async (how: 'stop' | 'kill') => {
    const ending = running;
    running = null;
    await ending?.[how]();
    printed += ending?.output() ?? '';
  };
  return {
    name,
    url,
    async hurt(kind, lasts) {
      if (kind === 'pause') {
        running?.signal('SIGSTOP');
        await lasts();
        running?.signal('SIGCONT');
        return;
      }
      await end(kind === 'restart' ? 'stop' : 'kill');
      await lasts();
      running = await start();
    },
    crashed: () =>
      running === null || isAlive(running.pid) ? null : running.output().slice(-2_000),
    output: () => printed + (running?.output() ?? ''),
    stop: () => end('stop'),
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const FORGOTTEN_MS = 1_000;

export function redisPart(redis: TestRedis): Part {
  return {
    name: 'redis',
    async hurt(kind, lasts) {
      if (kind === 'empty') return await redis.empty();
      if (kind === 'pause') return await pausing(redis, lasts);
      if (kind === 'forget') await redis.killForgetting(FORGOTTEN_MS);
      else if (kind === 'kill') await redis.kill();
      else await redis.shutDown();
      await lasts();
      await redis.restart();
    },
    crashed: () => null,
    output: () => '',
    stop: () => redis.stop(),
  };
}

export function cassandraPart(cassandra: TestCassandra): Part {
  return {
    name: 'cassandra',
    async hurt(kind, lasts) {
      if (kind === 'pause') return await pausing(cassandra, lasts);
      if (kind === 'restart') await cassandra.shutDown();
      else await cassandra.kill();
      await lasts();
      await cassandra.restart();
    },
    crashed: () => null,
    output: () => '',
    stop: () => cassandra.stop(),
  };
}

async function pausing(
  server: { pause(): void; resume(): void },
  lasts: () => Promise<void>,
): Promise<void> {
  server.pause();
  await lasts();
  server.resume();
}
