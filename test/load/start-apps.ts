/** Marquee's apps as processes, set up as in production but for the stores: SQLite and Redis, so that a laptop can hold them. */
import { type MarqueeProcess, startMarquee, startRedis } from '@marquee/testing';
import { LOAD_CORE, pin, SERVER_CORE } from './harness/cores.js';
import { whenSearchable } from './start-query-app.js';

export interface StartedApps {
  readonly query: MarqueeProcess;
  /** Of the command app. */
  readonly commandUrl: string;
  close(): Promise<void>;
}

/**
 * On a `DATA_DIR` with a catalogue. Nothing is set but where things are: what else there is has its default. The query app has a
 * core for itself.
 */
export async function startApps(
  directory: string,
  querySettings: Readonly<Record<string, string>> = {},
): Promise<StartedApps> {
  const redis = await startRedis();
  const settings = { NODE_ENV: 'production', DATA_DIR: directory, QUEUE_URL: redis.url };
  const apps: MarqueeProcess[] = [];
  const close = async () => {
    await Promise.all(apps.map((app) => app.stop()));
    await redis.stop();
  };
  try {
    for (const app of ['command', 'projector'] as const) {
      apps.push(await startMarquee(app, { ...settings, LOG_LEVEL: 'warn' }));
    }
    const query = await startMarquee('query', { ...settings, ...querySettings });
    apps.push(query);
    await whenSearchable(query.url);
    for (const { pid } of apps) pin(pid, LOAD_CORE);
    if (redis.pid !== undefined) pin(redis.pid, LOAD_CORE);
    pin(query.pid, SERVER_CORE);
    return { query, commandUrl: apps[0]?.url ?? '', close };
  } catch (error) {
    await close();
    throw error;
  }
}
