/** Three Cassandra nodes with every row on each of them: one is killed under load, and comes back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startCassandraCluster } from '@marquee/testing';
import { seeing, walk } from '../system/client.js';
import { startThreeApps, type ThreeApps } from '../system/compose-apps.js';
import { meanwhile, summary } from './steady-load.js';

const writesPerSecond = 30;
const readsPerSecond = 100;
const seconds = { before: 20, away: 30, after: 20 };

export async function benchNodeLost(): Promise<void> {
  const cluster = await startCassandraCluster(3);
  try {
    const settings = { VIEW_STORE_URL: cluster.url('marquee_nodes'), WRITE_RATE_LIMIT: '0' };
    const apps = await startThreeApps({ settings });
    try {
      const { commands, queries } = apps;
      console.log(
        `3 nodes; ${readsPerSecond} reads/s, ${writesPerSecond} writes/s, each read back`,
      );
      const [, lost] = cluster.nodes;
      if (lost === undefined) throw new RangeError('there is no second node');
      let written = 0;
      const phase = async (name: string, work: () => Promise<void>) => {
        const { reads, writes } = await meanwhile(work, loadOn(apps));
        written += writes.sent - writes.failures.length;
        console.log(`${name}: reads ${summary(reads)}; writes ${summary(writes)}`);
        for (const failure of [...reads.failures, ...writes.failures].slice(0, 5)) {
          console.log(`  ${failure}`);
        }
      };
      await phase('all nodes', () => sleep(seconds.before * 1_000));
      await phase('one is killed, and stays away', async () => {
        await sleep(1_000);
        await lost.kill();
        await sleep(seconds.away * 1_000);
      });
      await phase('it comes back', async () => {
        await lost.restart();
        await sleep(seconds.after * 1_000);
      });
      const last = await commands.send('POST', '/movies', { body: { title: 'The last one' } });
      await queries.get('/movies', seeing(last));
      const { forward } = await walk<object>(queries, '/movies?limit=100&fields=summary');
      if (forward.length !== written + 1) {
        throw new Error(`${forward.length} of ${written + 1} movies are listed`);
      }
      console.log(`all ${forward.length} movies are listed`);
    } finally {
      await apps.close();
    }
  } finally {
    await cluster.stop();
  }
}

const loadOn = ({ commands, queries }: Pick<ThreeApps, 'commands' | 'queries'>) => ({
  reads: {
    perSecond: readsPerSecond,
    async send(n: number) {
      const { status } = await queries.get(`/movies?year=${1950 + (n % 70)}`);
      if (status !== 200) throw new Error(`GET: ${status}`);
    },
  },
  writes: {
    perSecond: writesPerSecond,
    async send(n: number) {
      const body = { title: `Movie ${n}`, year: 1950 + (n % 70) };
      const made = await commands.send<{ id: string }>('POST', '/movies', { body });
      if (made.status !== 201) throw new Error(`POST: ${made.status}`);
      const seen = await queries.get(`/movies/${made.body.id}`, seeing(made));
      if (seen.status !== 200) throw new Error(`GET with a token: ${seen.status}`);
    },
  },
});
