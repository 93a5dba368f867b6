/** What reads of one process notice of its writes, and of the relay and the projector that run beside them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { movieSorts } from '@marquee/contracts';
import { adminToken, type Client, clientOf } from '../system/client.js';
import { loadEmbedded } from './load-catalogue.js';
import { pagesOfLists } from './pages-of-lists.js';
import { meanwhile, quantile, type SteadyLoad } from './steady-load.js';

const readsPerSecond = 100;
const writeRates = [0, 100, 300];
const rounds = 3;
const secondsARound = 5;
const pagesASort = 50;

interface Round {
  readonly reads: SteadyLoad;
  readonly writes: SteadyLoad;
}

export async function benchBesideWrites(): Promise<void> {
  const catalogue = await loadEmbedded({ WRITE_RATE_LIMIT: '0' });
  try {
    const client = clientOf(catalogue.url, adminToken(catalogue.directory));
    const { paths } = await pagesOfLists(client, pagesASort);
    const kinds = { cached: hotPage, uncached: newPages(paths) };
    const measured = new Map<string, Round[]>();
    console.log(`${catalogue.movies} movies, ${readsPerSecond} reads/s, ${rounds} rounds`);
    for (let round = 0; round < rounds; round += 1) {
      for (const perSecond of writeRates) {
        for (const [kind, pathOf] of Object.entries(kinds)) {
          const name = `${kind.padEnd(8)} ${String(perSecond).padStart(3)} writes/s`;
          const result = await meanwhile(() => sleep(secondsARound * 1_000), {
            reads: { perSecond: readsPerSecond, send: () => read(catalogue.url + pathOf()) },
            writes: { perSecond, send: (n) => write(client, n) },
          });
          measured.set(name, [...(measured.get(name) ?? []), result]);
        }
      }
    }
    for (const [name, results] of measured) print(name, results);
  } finally {
    await catalogue.close();
  }
}

/** First pages; writes touch the list of the latest ones all the time, the others now and then. */
const hotPaths = movieSorts.flatMap((sort) => [`/movies?sort=${sort}`, `/movies?sort=-${sort}`]);
let turn = 0;
function hotPage(): string {
  turn = (turn + 1) % hotPaths.length;
  return hotPaths[turn] ?? '/movies';
}

/** Each page once, then again with one more movie on it: never one that is kept. */
function newPages(paths: readonly string[]): () => string {
  let next = 0;
  return () => {
    const limit = 15 + (Math.floor(next / paths.length) % 85);
    const path = `${paths[next % paths.length]}&limit=${limit}`;
    next += 1;
    return path;
  };
}

/** As viewers ask, without a token. */
async function read(url: string): Promise<void> {
  const answer = await fetch(url);
  const { items }: { items: readonly unknown[] } = JSON.parse(await answer.text());
  if (answer.status !== 200 || items.length === 0) throw new Error(`${url}: ${answer.status}`);
}

async function write(client: Client, n: number): Promise<void> {
  const body = {
    title: `Beside ${(n * 7_919) % 10_007}`,
    year: 1950 + (n % 70),
    genres: ['Drama'],
    cast: Array.from({ length: 5 }, (_, index) => ({ name: `Actor ${(n + index * 37) % 900}` })),
  };
  const { status } = await client.send('POST', '/movies', { body });
  if (status !== 201) throw new Error(`POST /movies: ${status}`);
}

function print(name: string, results: readonly Round[]): void {
  const middle = (load: keyof Round, share: number) => {
    const values = results.map((round) => quantile(round[load], share)).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)]?.toFixed(1).padStart(7);
  };
  const times = (load: keyof Round) =>
    `${load} p50 ${middle(load, 0.5)} p99 ${middle(load, 0.99)} ms`;
  const failed = results.flatMap(({ reads, writes }) => [...reads.failures, ...writes.failures]);
  const written = results.some(({ writes }) => writes.sent > 0) ? `; ${times('writes')}` : '';
  console.log(`${name}: ${times('reads')}${written}; ${failed.length} failed`);
}
