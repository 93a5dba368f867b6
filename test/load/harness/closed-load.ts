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
          const expected = answers[at];
          if (expected !== undefined) checkAnswer(answer, expected, bodies[at]);
          answered += 1;
        }
      }),
    );
  } finally {
    for (const { close } of opened) close();
  }
  return { requestsPerSecond: (answered * 1_000) / (performance.now() - startedAt), next };
}

/** @throws unless it is what is expected; `body`: that of `expected` as bytes, where they are at hand */
export function checkAnswer(
  answer: RawAnswer,
  expected: ExpectedAnswer,
  body: Buffer = Buffer.from(expected.body, 'base64'),
): void {
  const { path, status, isWhole } = expected;
  const begins = isWhole ? answer.body : answer.body.subarray(0, body.length);
  if (answer.status === status && begins.equals(body)) return;
  throw new Error(`${path} was answered with ${answer.status} and ${answer.body.length} bytes:
${answer.head}\n${answer.body.toString().slice(0, 300)}\nexpected: ${status}, ${body.length} bytes
${body.toString().slice(0, 300)}`);
}
