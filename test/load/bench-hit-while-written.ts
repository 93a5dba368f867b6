/** A kept page whose movies are written all the time: how much of its speed is left, and how old answers get. */
import { setTimeout as sleep } from 'node:timers/promises';
import { adminToken } from '../system/client.js';
import { catalogueName, importedCatalogue } from './catalogues/imported-catalogue.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { pinning } from './harness/cores.js';
import { effort } from './harness/effort.js';
import { startLoadGenerator } from './harness/load-generator.js';
import { compared, figuresOf, idlers, measuredLoad, type Sample } from './harness/measured-load.js';
import { startPacedWrites } from './harness/paced-writes.js';
import { openRawConnection, rawRequest } from './harness/raw-connection.js';
import type { PartResult } from './harness/results.js';
import { startRival } from './harness/rival.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { bareSettings, keptAnswersOf } from './kept-answers.js';
import { type StartedApps, startApps } from './start-apps.js';

const connections = 64;
const writesPerSecond = 300;
const looksPerSecond = 50;
const { rounds, seconds } = effort;
const page = '/movies';

interface AgedSample extends Sample {
  /** Milliseconds; of the oldest answer that was seen. */
  readonly greatestAge: number;
}

export async function benchHitWhileWritten(): Promise<PartResult> {
  const data = await importedCatalogue();
  const apps = await startApps(data.directory);
  const kept = await keptAnswersOf(apps.query.url, page);
  const bare = await startRival('bare-http', bareSettings(kept));
  const generator = await startLoadGenerator([beginning(kept.plain.body)]);
  const load = { connections, seconds };
  const names = ['query app, written', 'query app, not written', 'bare node:http'] as const;
  try {
    const token = adminToken(data.directory);
    const written = writtenPage(idsOf(kept.plain.body), { apps, token });
    const quiet = async (server: typeof bare | StartedApps['query']): Promise<AgedSample> => {
      return { ...(await measuredLoad(server, generator, load)), greatestAge: Number.NaN };
    };
    const samples = await interleaved<AgedSample>(
      {
        [names[0]]: () => written(() => measuredLoad(apps.query, generator, load)),
        [names[1]]: () => quiet(apps.query),
        [names[2]]: () => quiet(bare),
      },
      { rounds },
    );
    const of = (name: string, pick: (sample: AgedSample) => number) =>
      roundsOf(samples, name, pick);
    const ages = of(names[0], (sample) => sample.greatestAge);
    return {
      title: 'A kept page that is written all the time',
      how:
        `GET ${page} (20 of ${catalogueName}) while its very movies are written by PATCH, ${writesPerSecond} a second, open loop, ` +
        'through command app, Redis and projector; beside the same page at rest, and a bare `node:http` server that sends its bytes. ' +
        `The age of an answer is the time since the first write that it lacks was answered; looked at ${looksPerSecond} times a second. ` +
        `${connections} connections, ${rounds} rounds of ${seconds} s in turn; ${pinning}, the writing apps and the load among it.`,
      figures: [
        ...figuresOf(samples, 'plain', names),
        { name: names[0], group: 'greatest age of an answer', unit: 'ms', rounds: ages },
      ],
      verdicts: [
        ...compared(samples, {
          what: `hit under ${writesPerSecond} writes/s to its list, against the same at rest`,
          ...{ above: names[0], below: names[1], atLeast: 0.75 },
        }),
        {
          what: 'greatest age of an answer meanwhile, of all rounds',
          ...{ value: Math.max(...ages), unit: 'ms', target: { atMost: 100 } },
        },
      ],
      remarks: idlers(samples),
    };
  } finally {
    generator.close();
    await bare.close();
    await apps.close();
    data.remove();
  }
}

/** Does some work while the page is written and looked at. */
function writtenPage(
  ids: readonly string[],
  { apps, token }: { apps: StartedApps; token: string },
) {
  /** For each movie the times at which its writes were answered, by their numbers. */
  const answeredAt = new Map<string, Map<number, number>>(ids.map((id) => [id, new Map()]));
  let number = 0;

  const startWrites = () => {
    const first = number;
    return startPacedWrites({
      url: apps.commandUrl,
      token,
      perSecond: writesPerSecond,
      write(n) {
        number = Math.max(number, first + n + 1);
        const body = JSON.stringify({ tagline: `Number ${first + n}` });
        return { method: 'PATCH', path: `/movies/${ids[(first + n) % ids.length]}`, body };
      },
      answered(n, { status, body }) {
        if (status !== 200) throw new Error(`PATCH: ${status} ${body.toString()}`);
        const id = ids[(first + n) % ids.length] ?? '';
        answeredAt.get(id)?.set(first + n, performance.now());
      },
    });
  };
  /** Since when the first write that each of its movies lacks was answered. */
  const ageOf = (body: Buffer, askedAt: number): number => {
    const { items }: { items: { id: string; tagline: string | null }[] } = JSON.parse(
      body.toString(),
    );
    const ages = items.map(({ id, tagline }) => {
      const shown = Number(/^Number (\d+)$/.exec(tagline ?? '')?.[1] ?? -1);
      const times = [...(answeredAt.get(id) ?? [])].flatMap(([n, at]) => (n > shown ? [at] : []));
      return askedAt - Math.min(askedAt, ...times);
    });
    return Math.max(...ages);
  };

  return async (work: () => Promise<Sample>): Promise<AgedSample> => {
    const writes = startWrites();
    const connection = await openRawConnection(apps.query.url);
    const request = rawRequest(apps.query.url, { path: page });
    let greatestAge = 0;
    let isOver = false;
    const looks = (async () => {
      while (!isOver) {
        const askedAt = performance.now();
        const { body } = await connection.send(request);
        greatestAge = Math.max(greatestAge, ageOf(body, askedAt));
        await sleep(1_000 / looksPerSecond);
      }
    })();
    try {
      await sleep(SETTLING_MS);
      const sample = await work();
      return { ...sample, greatestAge };
    } finally {
      isOver = true;
      await looks;
      connection.close();
      await writes.stop();
      for (const times of answeredAt.values()) times.clear();
      await sleep(SETTLING_MS);
    }
  };
}

const SETTLING_MS = 500;

const idsOf = (body: Buffer): string[] => {
  const { items }: { items: { id: string }[] } = JSON.parse(body.toString());
  return items.map(({ id }) => id);
};

/** The order of the page stays as it is; what its movies hold does not. */
function beginning(body: Buffer): ExpectedAnswer {
  const begins = Buffer.from(`{"items":[{"id":"${idsOf(body)[0]}"`).toString('base64');
  return { path: page, headers: {}, status: 200, body: begins, isWhole: false };
}
