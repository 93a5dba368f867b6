/** From a write to the first plain read that shows it, while many are written. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startMarquee } from '@marquee/testing';
import { adminToken } from '../system/client.js';
import { startThreeApps } from '../system/compose-apps.js';
import { generateMovie } from './catalogues/generate-movies.js';
import { catalogueName, importedCatalogue } from './catalogues/imported-catalogue.js';
import { effort, isQuick } from './harness/effort.js';
import { connectionPool } from './harness/paced-load.js';
import { startPacedWrites } from './harness/paced-writes.js';
import { rawRequest } from './harness/raw-connection.js';
import type { Figure, PartResult, Verdict } from './harness/results.js';
import { quantile } from './harness/statistics.js';

const seconds = isQuick ? 1 : 8;
/** Of so many writes one is looked for, by its id or in the list of its year: looking must not be the load. */
const LOOKED_FOR = 30;
const LOOK_EVERY_MS = 2;
const GIVE_UP_MS = 10_000;

interface Setting {
  readonly name: string;
  readonly writesPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function benchVisible(): Promise<PartResult> {
  const embedded = { name: 'embedded', writesPerSecond: 300, p50: 15, p99: 60 };
  const apart = { name: 'BullMQ and Cassandra', writesPerSecond: 150, p50: 40, p99: 150 };
  const results = [
    await onEmbedded((target) => measure(embedded, target)),
    await onServers((target) => measure(apart, target)),
  ];
  return {
    title: 'From a write to a read that shows it',
    how:
      'POST /movies at a steady rate, open loop; from the time that a write is sent until a plain read without a token shows it, ' +
      `asked for each ${LOOK_EVERY_MS} ms: the movie by its id, or the newest of its year (\`?year=…&sort=-addedAt\`), of one write in ` +
      `${LOOKED_FOR}. Embedded: one process with ${catalogueName}. BullMQ and Cassandra: three apps, Redis and Cassandra. ` +
      `All processes share all cores. What is not shown after ${GIVE_UP_MS / 1_000} s counts as that. ${effort.rounds} rounds of ${seconds} s each; what is compared with the targets is of all rounds together.`,
    figures: results.flatMap(({ figures }) => figures),
    verdicts: results.flatMap(({ verdicts }) => verdicts),
  };
}

interface Target {
  readonly commands: string;
  readonly queries: string;
  readonly token: string;
}

async function onEmbedded<T>(work: (target: Target) => Promise<T>): Promise<T> {
  const data = await importedCatalogue();
  const settings = { NODE_ENV: 'production', DATA_DIR: data.directory };
  const app = await startMarquee('standalone', settings);
  try {
    const token = adminToken(data.directory);
    return await work({ commands: app.url, queries: app.url, token });
  } finally {
    await app.stop();
    data.remove();
  }
}

async function onServers<T>(work: (target: Target) => Promise<T>): Promise<T> {
  const settings = { NODE_ENV: 'production' };
  const started = await startThreeApps({ own: true, settings });
  try {
    const { command, query } = started.apps;
    const token = adminToken(started.settings['DATA_DIR'] ?? '');
    return await work({ commands: command.url, queries: query.url, token });
  } finally {
    await started.close();
  }
}

/** Each year's list gets a few of the writes. */
const yearOf = (n: number) => 1950 + (n % 60);

const ways = ['by id', 'in a list'] as const;
type Way = (typeof ways)[number];

async function measure(setting: Setting, target: Target) {
  const { name, writesPerSecond } = setting;
  const rounds: Record<Way, number[][]> = { 'by id': [], 'in a list': [] };
  for (let round = -1; round < effort.rounds; round += 1) {
    const delays = await oneRound(target, { round, perSecond: writesPerSecond });
    if (round >= 0) for (const way of ways) rounds[way].push(delays[way]);
  }
  const figures = ways.flatMap((way) =>
    [0.5, 0.99].map((share): Figure => {
      const values = rounds[way].map((delays) => quantile(delays, share));
      const group = `${name}, ${writesPerSecond} writes/s`;
      return { name: `${way}, p${share * 100}`, group, unit: 'ms', rounds: values };
    }),
  );
  const verdicts = ways.flatMap((way) =>
    ([0.5, 0.99] as const).map((share): Verdict => {
      const what = `write to visible ${way}, p${share * 100}, ${name} at ${writesPerSecond} writes/s`;
      const value = quantile(rounds[way].flat(), share);
      const atMost = share === 0.5 ? setting.p50 : setting.p99;
      return { what, value, unit: 'ms', target: { atMost } };
    }),
  );
  return { figures, verdicts };
}

async function oneRound(
  { commands, queries, token }: Target,
  { round, perSecond }: { readonly round: number; readonly perSecond: number },
): Promise<Record<Way, number[]>> {
  const delays: Record<Way, number[]> = { 'by id': [], 'in a list': [] };
  const looking: Promise<void>[] = [];
  const reads = connectionPool(queries);
  const inputOf = (n: number) => {
    const { input } = generateMovie(n, { seed: 1_000 + round, count: 10_000 });
    const year = yearOf(n);
    return { ...input, year, releaseDate: `${year}-06-15` };
  };
  const lookFor = async (n: number, sentAt: number) => {
    const { id } = inputOf(n);
    const way = ways[(n / LOOKED_FOR) % ways.length] ?? 'by id';
    const path = way === 'by id' ? `/movies/${id}` : `/movies?year=${yearOf(n)}&sort=-addedAt`;
    const request = rawRequest(queries, { path });
    while (performance.now() < sentAt + GIVE_UP_MS) {
      const { status, body } = await reads.use(({ send }) => send(request));
      if (status === 200 && body.includes(id)) break;
      await sleep(LOOK_EVERY_MS);
    }
    delays[way].push(performance.now() - sentAt);
  };
  const writes = startPacedWrites({
    ...{ url: commands, token, perSecond },
    write: (n) => ({ method: 'POST', path: '/movies', body: JSON.stringify(inputOf(n)) }),
    sent: (n) => void (n % LOOKED_FOR === 0 && looking.push(lookFor(n, performance.now()))),
    answered(_, { status, body }) {
      if (status !== 201) throw new Error(`POST: ${status} ${body.toString()}`);
    },
  });
  await sleep(seconds * 1_000);
  await writes.stop();
  await Promise.all(looking);
  reads.close();
  return delays;
}
