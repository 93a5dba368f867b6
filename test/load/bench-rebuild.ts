/** A rebuild on Cassandra under load: what readers and writers notice of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, type PageOf, seeing } from '../system/client.js';
import { runCli, startThreeApps } from '../system/compose-apps.js';
import { importCatalogue } from './load-catalogue.js';
import { type PagesOfLists, pagesOfLists } from './pages-of-lists.js';
import { meanwhile, quantile, summary } from './steady-load.js';

const readsPerSecond = 200;
const writesPerSecond = 50;
const secondsBefore = 30;
/** Most of them are asked for too seldom to be kept. */
const PAGES_A_SORT = 100;
/** Of the rebuild: some 3 ms of the processors for each. */
const moviesPerSecond = 250;

export async function benchRebuild(): Promise<void> {
  const apps = await startThreeApps({ settings: { WRITE_RATE_LIMIT: '0' } });
  try {
    const { commands, queries, settings } = apps;
    await importCatalogue(settings['DATA_DIR'] ?? '', settings);
    const first = await queries.get<PageOf<object>>('/movies?limit=1');
    console.log(
      `${first.body.page.total} movies; ${readsPerSecond} reads/s, ${writesPerSecond} writes/s`,
    );
    const load = loadOn({ commands, queries, ...(await pagesOfLists(queries, PAGES_A_SORT)) });

    const before = await meanwhile(() => sleep(secondsBefore * 1_000), load);
    print('before', before);
    const startedAt = Date.now();
    const during = await meanwhile(
      () => mustRun(`rebuild --rate ${moviesPerSecond}`, settings),
      load,
    );
    print(`during the rebuild (${((Date.now() - startedAt) / 1_000).toFixed(0)} s)`, during);
    const ratio = quantile(during.reads, 0.99) / quantile(before.reads, 0.99);
    console.log(`p99 of reads: ${ratio.toFixed(2)} times what it was`);
    await mustRun('verify', settings);
    await mustRun('rebuild --rollback', settings);
    const after = await commands.send('POST', '/movies', { body: { title: 'After the rollback' } });
    await queries.get('/movies', seeing(after));
    await mustRun('verify', settings);
    console.log('verify is clean after the rebuild, and after the rollback');
  } finally {
    await apps.close();
  }
}

interface Target extends PagesOfLists {
  readonly commands: Client;
  readonly queries: Client;
}

const loadOn = ({ commands, queries, paths, ids }: Target) => ({
  reads: {
    perSecond: readsPerSecond,
    async send(n: number) {
      const { status } = await queries.get(paths[n % paths.length] ?? '');
      if (status !== 200) throw new Error(`${status}`);
    },
  },
  writes: {
    perSecond: writesPerSecond,
    /** Nine in ten change a movie, so that the catalogue stays about as large as it is. */
    async send(n: number) {
      const body = { title: `Written ${n}`, year: 1950 + (n % 70) };
      const id = ids[(n * 7_919) % ids.length];
      const { status } =
        n % 10 === 0
          ? await commands.send('POST', '/movies', { body })
          : await commands.send('PATCH', `/movies/${id}`, { body });
      if (status !== 201 && status !== 200) throw new Error(`${status}`);
    },
  },
});

type Measured = Awaited<ReturnType<typeof meanwhile>>;

async function mustRun(command: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const { code, output } = await runCli(command.split(' '), settings);
  if (code !== 0) throw new Error(`marquee ${command} ended with ${code}:\n${output}`);
}

function print(when: string, { reads, writes }: Measured): void {
  console.log(`${when}: reads ${summary(reads)}; writes ${summary(writes)}`);
}
