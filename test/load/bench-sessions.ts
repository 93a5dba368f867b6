/** Viewing sessions: batches of events, and what is asked about them, with a million events there already. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startMarquee } from '@marquee/testing';
import { adminToken } from '../system/client.js';
import { copyOf, keptData } from './catalogues/kept-data.js';
import { playerId, players, sessionEvents } from './catalogues/session-events.js';
import { effort, isQuick } from './harness/effort.js';
import {
  headerOf,
  openRawConnection,
  type RawConnection,
  rawRequest,
} from './harness/raw-connection.js';
import type { Figure, PartResult, Verdict } from './harness/results.js';
import { quantile } from './harness/statistics.js';

const events = isQuick ? 5_000 : 1_000_000;
const EVENTS_A_LOADED_BATCH = 1_000;
const EVENTS_A_BATCH = 10;
const connections = 50;
/** Of each connection. */
const REQUESTS_A_SECOND = 2;
const P90_MS = 20;
const DAYS = 360;

interface App {
  readonly url: string;
  readonly token: string;
}

export async function benchSessions(): Promise<PartResult> {
  const made = await keptData(`sessions-${events}`, load);
  const data = copyOf(made);
  const settings = { NODE_ENV: 'production', DATA_DIR: data.directory, WRITE_RATE_LIMIT: '0' };
  const app = await startMarquee('standalone', settings);
  try {
    const target = { url: app.url, token: adminToken(data.directory) };
    const results = [];
    for (const call of calls(Date.now())) {
      results.push(await measure(target, call));
      await untilShown(target); // no call pays for what another one left
    }
    return {
      title: 'Viewing sessions',
      how:
        `${events} events of sessions of ${players} players in 30 countries within ${DAYS} days, told by \`POST /sessions/events\` before. ` +
        `Then ${connections} connections to the embedded app, which also relays and projects what is told, for each call alone: ` +
        `${effort.rounds} rounds of ${effort.seconds} s in which each connection asks ${REQUESTS_A_SECOND} times a second, whether or not others are ` +
        'answered, and as many in which it asks again as soon as it is answered. All processes on all cores; p90 is of all rounds together.',
      figures: results.flatMap(({ figures }) => figures),
      verdicts: results.flatMap(({ verdicts }) => verdicts),
    };
  } finally {
    await app.stop();
    data.remove();
  }
}

async function load(directory: string): Promise<void> {
  const settings = {
    ...{ NODE_ENV: 'production', DATA_DIR: directory, SAMPLE_DATA: 'off', WRITE_RATE_LIMIT: '0' },
  };
  const app = await startMarquee('standalone', settings);
  try {
    const target = { url: app.url, token: adminToken(directory) };
    const now = Date.now();
    let session = 0;
    let told = 0;
    const batch = () => {
      const some = [];
      while (some.length < EVENTS_A_LOADED_BATCH - 1)
        some.push(...sessionEvents(session++, { now, days: DAYS }));
      told += some.length;
      return some;
    };
    const writers = await Promise.all([1, 2].map(() => openRawConnection(app.url)));
    await Promise.all(
      writers.map(async (writer) => {
        while (told < events) await tell(writer, target, batch());
        writer.close();
      }),
    );
    await untilShown(target);
  } finally {
    await app.stop();
  }
}

async function tell(writer: RawConnection, target: App, some: readonly object[]): Promise<void> {
  const { status, body } = await writer.send(told(target, some));
  if (status !== 202) throw new Error(`POST /sessions/events: ${status} ${body.toString()}`);
}

const told = ({ url, token }: App, some: readonly object[]) =>
  rawRequest(url, {
    ...{ method: 'POST', path: '/sessions/events' },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events: some }),
  });

async function untilShown({ url }: App): Promise<void> {
  const reader = await openRawConnection(url);
  for (;;) {
    const { head } = await reader.send(rawRequest(url, { path: '/movies' }));
    if (Number(headerOf(head, 'view-lag')) < 2_000) break;
    await sleep(500);
  }
  reader.close();
}

interface Call {
  readonly name: string;
  readonly status: number;
  readonly request: (app: App, n: number) => Buffer;
}

function calls(now: number): Call[] {
  const get = (path: string) => (app: App) =>
    rawRequest(app.url, { path, headers: { authorization: `Bearer ${app.token}` } });
  return [
    {
      name: `POST /sessions/events, ${EVENTS_A_BATCH} events`,
      status: 202,
      request(app, n) {
        const first = 10_000_000 + n * EVENTS_A_BATCH;
        const some = Array.from({ length: EVENTS_A_BATCH }, (_, index) =>
          sessionEvents(first + index, { now, days: 1 }),
        );
        return told(app, some.flat().slice(0, EVENTS_A_BATCH));
      },
    },
    {
      ...{ name: 'GET /sessions/started?hours=24', status: 200 },
      request: get('/sessions/started?hours=24'),
    },
    {
      ...{ name: 'GET /sessions/started?hours=168&country=FI', status: 200 },
      request: get('/sessions/started?hours=168&country=FI'),
    },
    {
      ...{ name: 'GET /players/{id}/sessions', status: 200 },
      request: (app, n) => get(`/players/${playerId(n % players)}/sessions?limit=20`)(app),
    },
  ];
}

const paces = ['paced', 'at once'] as const;
type Pace = (typeof paces)[number];

async function measure(app: App, call: Call) {
  const figures: Figure[] = [];
  const verdicts: Verdict[] = [];
  let from = 0;
  for (const pace of paces) {
    const rounds: number[][] = [];
    for (let round = -1; round < effort.rounds; round += 1) {
      const latencies = await oneRound(app, call, { pace, from });
      from += latencies.length;
      if (round >= 0) rounds.push(latencies);
    }
    const what = pace === 'paced' ? 'paced' : 'each at once again';
    figures.push({
      ...{ name: call.name, group: `p90, ${what}`, unit: 'ms' },
      rounds: rounds.map((latencies) => quantile(latencies, 0.9)),
    });
    if (pace === 'at once') {
      figures.push({
        ...{ name: call.name, group: `answers a second, ${what}`, unit: '/s' },
        rounds: rounds.map((latencies) => latencies.length / effort.seconds),
      });
    } else {
      const value = quantile(rounds.flat(), 0.9);
      const perSecond = connections * REQUESTS_A_SECOND;
      verdicts.push({
        what: `${call.name}, ${connections} connections, ${perSecond} requests/s, p90`,
        ...{ value, unit: 'ms', target: { atMost: P90_MS } },
      });
    }
  }
  return { figures, verdicts };
}

/** Latencies; of a paced connection from the time that a request was due. */
async function oneRound(
  app: App,
  { name, status, request }: Call,
  { pace, from }: { readonly pace: Pace; readonly from: number },
): Promise<number[]> {
  const latencies: number[] = [];
  let n = from;
  const everyMs = 1_000 / REQUESTS_A_SECOND;
  const startedAt = performance.now();
  const endsAt = startedAt + effort.seconds * 1_000;
  const ask = async (_: unknown, index: number) => {
    const { send, close } = await openRawConnection(app.url);
    let dueAt = startedAt + (index * everyMs) / connections;
    while (performance.now() < endsAt && dueAt < endsAt) {
      if (pace === 'paced') await sleep(Math.max(0, dueAt - performance.now()));
      else dueAt = performance.now();
      const answer = await send(request(app, n++));
      latencies.push(performance.now() - dueAt);
      if (answer.status !== status) throw new Error(`${name}: ${answer.status} ${answer.body}`);
      dueAt += everyMs;
    }
    close();
  };
  await Promise.all(Array.from({ length: connections }, ask));
  return latencies;
}
