/**
 * Requests at a steady rate, whether or not earlier ones are answered: a slow answer delays no other. Latencies count from the
 * time of sending, since only the timers of this process come between that and the time that a request was due.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { checkAnswer, type ExpectedAnswer } from './closed-load.js';
import { openRawConnection, type RawConnection, rawRequest } from './raw-connection.js';

export interface PacedLoad {
  readonly url: string;
  readonly answers: readonly ExpectedAnswer[];
  readonly perSecond: number;
  readonly seconds: number;
}

const TICK_MS = 1;
/** More than this unanswered at a time is no latency any longer. */
const MAX_CONNECTIONS = 1_000;

/** Milliseconds, in a list for each of the answers, which are asked for in turn. @throws when one is not what it must be */
export async function pacedLatencies(load: PacedLoad): Promise<number[][]> {
  const { url, answers, perSecond, seconds } = load;
  const requests = answers.map(({ path, headers }) => rawRequest(url, { path, headers }));
  const latencies: number[][] = answers.map(() => []);
  const connections = connectionPool(url);
  const underway: Promise<void>[] = [];
  const ask = async (at: number) => {
    const expected = answers[at];
    const request = requests[at];
    if (expected === undefined || request === undefined) return;
    await connections.use(async ({ send }) => {
      const sentAt = performance.now();
      const answer = await send(request);
      latencies[at]?.push(performance.now() - sentAt);
      checkAnswer(answer, expected);
    });
  };
  const startedAt = performance.now();
  const count = Math.floor(perSecond * seconds);
  try {
    for (let sent = 0; sent < count; await sleep(TICK_MS)) {
      const due = Math.min(count, ((performance.now() - startedAt) * perSecond) / 1_000);
      for (; sent < due; sent += 1) underway.push(ask(sent % answers.length));
    }
    await Promise.all(underway);
  } finally {
    await Promise.allSettled(underway);
    connections.close();
  }
  return latencies;
}

/** As many connections as are in use at a time. */
export function connectionPool(url: string) {
  const opened: RawConnection[] = [];
  const free: RawConnection[] = [];
  const open = async () => {
    if (opened.length >= MAX_CONNECTIONS) throw new Error(`${url} does not keep up`);
    const connection = await openRawConnection(url);
    opened.push(connection);
    return connection;
  };
  return {
    async use<T>(work: (connection: RawConnection) => Promise<T>): Promise<T> {
      const connection = free.pop() ?? (await open());
      const result = await work(connection);
      free.push(connection);
      return result;
    },
    close() {
      for (const connection of opened) connection.close();
    },
  };
}
