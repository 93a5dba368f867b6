/** Redis loses everything while writes go on: how long after the last of them the view has all. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type PageOf, walk } from '../system/client.js';
import { startThreeApps } from '../system/compose-apps.js';
import { steadily, summary } from './steady-load.js';

const seconds = 20;
const emptiedAfterSeconds = [5, 12];

export async function benchEmptied(): Promise<void> {
  // Unset, the view is a file.
  await measure({ view: 'SQLite', settings: { ...unlimited, VIEW_STORE_URL: '' } }, 500);
  await measure({ view: 'Cassandra', settings: unlimited }, 150);
}

const unlimited = { WRITE_RATE_LIMIT: '0' };

interface Apps {
  readonly view: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function measure({ view, settings }: Apps, writesPerSecond: number): Promise<void> {
  const apps = await startThreeApps({ settings });
  try {
    const { commands, queries, redis } = apps;
    const endsAt = Date.now() + seconds * 1_000;
    const emptying = Promise.all(
      emptiedAfterSeconds.map(async (after) => {
        await sleep(after * 1_000);
        await redis.empty();
      }),
    );
    const load = await steadily(
      writesPerSecond,
      () => Date.now() >= endsAt,
      (n) => write(commands, n),
    );
    const lastAt = Date.now();
    await emptying;
    const total = load.sent - load.failures.length;
    while ((await shown(queries)) < total) await sleep(100);
    const tookMs = Date.now() - lastAt;
    const { forward } = await walk<object>(queries, '/movies?limit=100&fields=summary');
    if (forward.length !== total) throw new Error(`${forward.length} of ${total} are listed`);
    console.log(
      `${view} view, ${writesPerSecond} writes/s, FLUSHALL after ${emptiedAfterSeconds.join(' and ')} s: ` +
        `${summary(load)}; complete ${(tookMs / 1_000).toFixed(1)} s after the last write`,
    );
  } finally {
    await apps.close();
  }
}

async function write(commands: Client, n: number): Promise<void> {
  const body = { title: `Movie ${n}`, year: 1950 + (n % 70), genres: ['Drama'] };
  const { status } = await commands.send('POST', '/movies', { body });
  if (status !== 201) throw new Error(`${status}`);
}

async function shown(queries: Client): Promise<number> {
  const first = await queries.get<PageOf<object>>('/movies?limit=1');
  return first.body.page.total ?? 0;
}
