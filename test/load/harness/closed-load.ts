/** As many requests as a server answers: each connection asks again as soon as it is answered. Every answer is checked. */
import { openRawConnection, type RawAnswer, rawRequest } from './raw-connection.js';

export interface ExpectedAnswer {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly status: number;
  /** In base64. */
  readonly body: string;
  /** Nothing may follow it; else cursors do, which differ from one process to the next. */
  readonly isWhole: boolean;
}

export interface ClosedLoad {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Asked for in turn, by all connections together. */
  readonly answers: readonly ExpectedAnswer[];
  /** Number of the first one of this run: a page asked for in the last run may still be kept. */
  readonly from: number;
}

export interface ClosedLoadResult {
  readonly requestsPerSecond: number;
  /** Number of the first one that was not asked for. */
  readonly next: number;
}

/** @throws when an answer is not what it must be */
export async function closedLoad(load: ClosedLoad): Promise<ClosedLoadResult> {
  const { url, connections, seconds, answers, from } = load;
  const requests = answers.map(({ path, headers }) => rawRequest(url, { path, headers }));
  const bodies = answers.map(({ body }) => Buffer.from(body, 'base64'));
  const opened = await Promise.all(
    Array.from({ length: connections }, () => openRawConnection(url)),
  );
  let next = from;
  let answered = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  try {
    await Promise.all(
      opened.map(async ({ send }) => {
        while (performance.now() < endsAt) {
          const at = next++ % requests.length;
          const answer = await send(requests[at] ?? Buffer.alloc(0));
          check(answer, answers[at], bodies[at]);
          answered += 1;
        }
      }),
    );
  } finally {
    for (const { close } of opened) close();
  }
  return { requestsPerSecond: (answered * 1_000) / (performance.now() - startedAt), next };
}

function check(answer: RawAnswer, expected: ExpectedAnswer | undefined, body?: Buffer): void {
  if (expected === undefined || body === undefined) throw new RangeError('nothing is expected');
  const { path, status, isWhole } = expected;
  const fits = isWhole
    ? answer.body.equals(body)
    : answer.body.subarray(0, body.length).equals(body);
  if (answer.status === status && fits) return;
  throw new Error(`${path} was answered with ${answer.status} and ${answer.body.length} bytes:
${answer.head}\n${answer.body.toString('latin1').slice(0, 300)}\nexpected: ${status}, ${body.length} bytes
${body.toString('latin1').slice(0, 300)}`);
}
