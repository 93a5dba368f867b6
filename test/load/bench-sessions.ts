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
    for (const call of calls(Date.now())) results.push(await measure(target, call));
    return {
      title: 'Viewing sessions',
      how:
        `${events} events of sessions of ${players} players in 30 countries within ${DAYS} days, told by \`POST /sessions/events\` before. ` +
        `Then ${connections} connections to the embedded app, each of which asks again as soon as it is answered, for each call alone: ` +
        `${effort.rounds} rounds of ${effort.seconds} s, all processes on all cores. Latencies are of all rounds together.`,
      figures: results.flatMap(({ figures }) => figures),
      verdicts: results.map(({ verdict }) => verdict),
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

async function measure(app: App, { name, status, request }: Call) {
  const rounds: number[][] = [];
  let n = 0;
  for (let round = -1; round < effort.rounds; round += 1) {
    const latencies: number[] = [];
    const endsAt = performance.now() + effort.seconds * 1_000;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const { send, close } = await openRawConnection(app.url);
        while (performance.now() < endsAt) {
          const bytes = request(app, n++);
          const sentAt = performance.now();
          const answer = await send(bytes);
          latencies.push(performance.now() - sentAt);
          if (answer.status !== status) throw new Error(`${name}: ${answer.status} ${answer.body}`);
        }
        close();
      }),
    );
    if (round >= 0) rounds.push(latencies);
  }
  const figures: Figure[] = [
    {
      ...{ name, group: 'p90', unit: 'ms' },
      rounds: rounds.map((latencies) => quantile(latencies, 0.9)),
    },
    {
      ...{ name, group: 'answers a second', unit: '/s' },
      rounds: rounds.map((latencies) => latencies.length / effort.seconds),
    },
  ];
  const verdict: Verdict = {
    ...{ what: `${name}, ${connections} connections, p90`, unit: 'ms' },
    ...{ value: quantile(rounds.flat(), 0.9), target: { atMost: P90_MS } },
  };
  return { figures, verdict };
}
