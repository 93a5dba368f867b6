/** The projection of new movies into Cassandra, beside the bare driver writing the same mutations. */
import { PROJECTION_VERSION, project } from '@marquee/projection';
import { startCassandra } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';
import { generateMovie } from './catalogues/generate-movies.js';
import { movieEvent } from './catalogues/generated-events.js';
import { effort, isQuick } from './harness/effort.js';
import type { PartResult } from './harness/results.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { median, ratios } from './harness/statistics.js';
import { openMutationWriter } from './rivals/bare-mutations.js';

const moviesARound = isQuick ? 200 : 1_500;
const keyspace = 'marquee_project';
/** As the queue has them. */
const EVENTS_A_JOB = 25;
const JOBS_AT_ONCE = 4;

export async function benchProject(): Promise<PartResult> {
  const node = await startCassandra({ own: true });
  const store = openViewStore(node.url(keyspace));
  const generation = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits: {} };
  const other = { ...generation, name: 'g2' };
  await store.migrate();
  for (const one of [generation, other]) await store.createGeneration(one, Date.now());
  const { contactPoint, datacenter } = node;
  const bare = await openMutationWriter({
    contactPoint,
    datacenter,
    keyspace,
    generation: other.name,
  });
  const tables = store.open(generation);
  const next = { ours: 0, bare: 0 };
  const newEvents = (whose: keyof typeof next) =>
    Array.from({ length: moviesARound }, () =>
      movieEvent(generateMovie(next[whose]++, { seed: 3, count: 1_000_000 })),
    );
  const ours = 'project and apply';
  const driver = 'bare driver';
  try {
    const samples = await interleaved<number>(
      {
        async [ours]() {
          const events = newEvents('ours');
          const jobs = Array.from({ length: Math.ceil(events.length / EVENTS_A_JOB) }, (_, job) =>
            events.slice(job * EVENTS_A_JOB, (job + 1) * EVENTS_A_JOB),
          ).values();
          const worker = async () => {
            for (const job of jobs) await tables.apply(job.map((event) => project(event, {})));
          };
          return await perSecond(() => Promise.all(Array.from({ length: JOBS_AT_ONCE }, worker)));
        },
        async [driver]() {
          const mutations = newEvents('bare').flatMap((event) => project(event, {}));
          return await perSecond(() => bare.write(mutations));
        },
      },
      { rounds: effort.rounds },
    );
    const rates = (name: string) => roundsOf(samples, name, (value) => value);
    return {
      title: 'Projection into Cassandra',
      how:
        `${moviesARound} new generated movies a round, from events to rows of the view: by the projection and the view store, in ` +
        `jobs of ${EVENTS_A_JOB} events, ${JOBS_AT_ONCE} at a time; and the same mutations, made before, by \`cassandra-driver\`: prepared, in ` +
        `unlogged batches of up to 40 kB, 32 in flight. ${effort.rounds} rounds in turn; all processes share all cores.`,
      figures: [ours, driver].map((name) => {
        return { name, group: 'movies a second', unit: '/s', rounds: rates(name) };
      }),
      verdicts: [
        {
          what: 'projection into Cassandra, against the bare driver',
          value: median(ratios(rates(ours), rates(driver))),
          unit: '×',
          target: { atLeast: 0.7 },
        },
      ],
    };
  } finally {
    await bare.close();
    await store.close();
    await node.stop();
  }
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (moviesARound * 1_000) / (performance.now() - startedAt);
}
