/** A kept page whose movies are written all the time: how much of its speed is left, and how old answers get. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ViewTables } from '@marquee/view-store';
import { adminToken } from '../system/client.js';
import { type Versioned, watchAges } from './ages.js';
import { catalogueName, importedCatalogue } from './catalogues/imported-catalogue.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { pinning } from './harness/cores.js';
import { effort } from './harness/effort.js';
import { startLoadGenerator } from './harness/load-generator.js';
import { compared, figuresOf, idlers, measuredLoad, type Sample } from './harness/measured-load.js';
import { startPacedWrites } from './harness/paced-writes.js';
import { openRawConnection, rawRequest } from './harness/raw-connection.js';
import type { Figure, PartResult, Verdict } from './harness/results.js';
import { startRival } from './harness/rival.js';
import { interleaved, roundsOf } from './harness/rounds.js';
import { bareSettings, keptAnswersOf } from './kept-answers.js';
import { type StartedApps, startApps } from './start-apps.js';
import { openLiveView } from './view-page.js';

const connections = 64;
const writesPerSecond = 300;
const looksPerSecond = 50;
const { rounds, seconds } = effort;
const page = '/movies';

interface AgedSample extends Sample {
  /** Milliseconds, of the oldest answer that was seen: since a write that it lacks was answered, and was in the view. */
  readonly sinceAnswered: number;
  readonly sinceInView: number;
}

export async function benchHitWhileWritten(): Promise<PartResult> {
  const data = await importedCatalogue();
  const apps = await startApps(data.directory);
  const kept = await keptAnswersOf(apps.query.url, page);
  const bare = await startRival('bare-http', bareSettings(kept));
  const generator = await startLoadGenerator([beginning(kept.plain.body)]);
  const { tables, close } = await openLiveView(`sqlite:${join(data.directory, 'view.sqlite')}`);
  const load = { connections, seconds };
  const names = ['query app, written', 'query app, not written', 'bare node:http'] as const;
  try {
    const token = adminToken(data.directory);
    const written = writtenPage(idsOf(kept.plain.body), { apps, token, tables });
    const quiet = async (server: typeof bare | StartedApps['query']): Promise<AgedSample> => {
      const sample = await measuredLoad(server, generator, load);
      return { ...sample, sinceAnswered: 0, sinceInView: 0 };
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
    const ages = {
      'since a write that it lacks was answered': of(names[0], (one) => one.sinceAnswered),
      'since a write that it lacks was in the view': of(names[0], (one) => one.sinceInView),
    };
    return {
      title: 'A kept page that is written all the time',
      how:
        `GET ${page} (20 of ${catalogueName}) while its very movies are written by PATCH, ${writesPerSecond} a second, open loop, ` +
        'through command app, Redis and projector; beside the same page at rest, and a bare `node:http` server that sends its bytes. ' +
        `The age of an answer is the time since the first write that it lacks was answered, which has all that lies between command app ` +
        `and view in it, and since it was in the view, which the page cache alone answers for; looked at ${looksPerSecond} times a second. ` +
        `${connections} connections, ${rounds} rounds of ${seconds} s in turn; ${pinning}, the writing apps and the load among it.`,
      figures: [
        ...figuresOf(samples, 'plain', names),
        ...Object.entries(ages).map(([name, values]): Figure => {
          return { name, group: 'greatest age of an answer', unit: 'ms', rounds: values };
        }),
      ],
      verdicts: [
        ...compared(samples, {
          what: `hit under ${writesPerSecond} writes/s to its list, against the same at rest`,
          ...{ above: names[0], below: names[1], atLeast: 0.75 },
        }),
        ...Object.entries(ages).map(
          ([name, values]): Verdict => ({
            what: `greatest age of an answer meanwhile, ${name}`,
            ...{ value: Math.max(...values), unit: 'ms', target: { atMost: 100 } },
          }),
        ),
      ],
      remarks: idlers(samples),
    };
  } finally {
    generator.close();
    await close();
    await bare.close();
    await apps.close();
    data.remove();
  }
}

interface Written {
  readonly apps: StartedApps;
  readonly token: string;
  readonly tables: ViewTables;
}

/** Does some work while the page is written and looked at. */
function writtenPage(ids: readonly string[], { apps, token, tables }: Written) {
  const [sinceAnswered, sinceInView] = [watchAges(), watchAges()];
  let number = 0;

  const startWrites = () =>
    startPacedWrites({
      url: apps.commandUrl,
      token,
      perSecond: writesPerSecond,
      write(n) {
        number += 1;
        const body = JSON.stringify({ tagline: `Number ${number}` });
        return { method: 'PATCH', path: `/movies/${ids[n % ids.length]}`, body };
      },
      answered(_, { status, body }) {
        if (status !== 200) throw new Error(`PATCH: ${status} ${body.toString()}`);
        sinceAnswered.know(JSON.parse(body.toString()), performance.now());
      },
    });

  /** The greatest ages that are seen until it is told to stop. */
  const startLooking = async () => {
    const connection = await openRawConnection(apps.query.url);
    const request = rawRequest(apps.query.url, { path: page });
    const greatest = { sinceAnswered: 0, sinceInView: 0 };
    let isOver = false;
    const looks = (async () => {
      while (!isOver) {
        const inView = await tables.versions('moviesById', ids);
        const askedAt = performance.now();
        for (const [id, version] of inView) sinceInView.know({ id, version }, askedAt);
        const { body } = await connection.send(request);
        const { items }: { items: readonly Versioned[] } = JSON.parse(body.toString());
        const ages = [sinceAnswered.age(items, askedAt), sinceInView.age(items, askedAt)] as const;
        greatest.sinceAnswered = Math.max(greatest.sinceAnswered, ages[0]);
        greatest.sinceInView = Math.max(greatest.sinceInView, ages[1]);
        await sleep(1_000 / looksPerSecond);
      }
    })();
    return async () => {
      isOver = true;
      await looks;
      connection.close();
      return greatest;
    };
  };

  return async (work: () => Promise<Sample>): Promise<AgedSample> => {
    const writes = startWrites();
    const stopLooking = await startLooking();
    await sleep(SETTLING_MS);
    const sample = await work();
    const greatestAge = await stopLooking();
    await writes.stop();
    await sleep(SETTLING_MS);
    return { ...sample, ...greatestAge };
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
