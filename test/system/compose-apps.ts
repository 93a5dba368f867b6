/** The three apps as processes of their own, on Redis and Cassandra, with a proxy's view of them: one client for both APIs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type MarqueeProcess,
  startCassandra,
  startMarquee,
  startRedis,
  type TestCassandra,
  type TestRedis,
  workspaceRoot,
} from '@marquee/testing';
import { adminToken, type Client, clientOf } from './client.js';

export interface ThreeApps {
  readonly settings: Readonly<Record<string, string>>;
  readonly redis: TestRedis;
  readonly cassandra: TestCassandra;
  /** Writes, and a user's rating. */
  readonly commands: Client;
  /** Reads. */
  readonly queries: Client;
  readonly apps: { command: MarqueeProcess; projector: MarqueeProcess; query: MarqueeProcess };
  close(): Promise<void>;
}

export interface ThreeAppsOptions {
  /** A Cassandra of their own, instead of a keyspace. */
  readonly own?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts them on Cassandra and a Redis of their own; the write store is SQLite. */
export async function startThreeApps(options: ThreeAppsOptions = {}): Promise<ThreeApps> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-three-'));
  const [redis, cassandra] = await Promise.all([
    startRedis(),
    startCassandra({ own: options.own ?? false }),
  ]);
  const settings = {
    DATA_DIR: directory,
    SAMPLE_DATA: 'off',
    LOG_LEVEL: 'warn',
    QUEUE_URL: redis.url,
    VIEW_STORE_URL: cassandra.url(`system_${process.pid}_${Date.now()}`),
    ...options.settings,
  };
  const migrated = await runCli(['migrate'], settings);
  if (migrated.code !== 0) throw new Error(`migrate failed:\n${migrated.output}`);
  const [command, projector, query] = await Promise.all([
    startMarquee('command', settings),
    startMarquee('projector', settings),
    startMarquee('query', settings),
  ]);
  const apps = { command, projector, query };
  const token = adminToken(directory);
  return {
    settings,
    redis,
    cassandra,
    commands: clientOf(command.url, token),
    queries: clientOf(query.url, token),
    apps,
    async close() {
      await Promise.all(Object.values(apps).map((app) => app.stop()));
      await redis.stop();
      await cassandra.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Runs `marquee` as a process, with SIGKILL after a while where that is given; resolves with its exit code and all that it printed. */
export async function runCli(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  { killAfterMs }: { readonly killAfterMs?: number } = {},
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(
    process.execPath,
    [join(workspaceRoot, 'apps/cli/dist/src/main.js'), ...args],
    {
      cwd: workspaceRoot,
      env: { PATH: process.env['PATH'], ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  const killing = killAfterMs && setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = await once(child, 'exit');
  if (killing) clearTimeout(killing);
  return { code, output };
}
