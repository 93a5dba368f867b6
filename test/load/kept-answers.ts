/** What the query app sends of a page that it keeps, for rivals to send the same. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  headerOf,
  openRawConnection,
  type RawAnswer,
  type RawConnection,
  rawRequest,
} from './harness/raw-connection.js';
import type { BareHttpSettings } from './rivals/bare-http.js';

export interface KeptAnswer {
  readonly body: Buffer;
  /** Name and value in turn, but what `node:http` adds by itself. */
  readonly head: string[];
}

export interface KeptAnswers {
  readonly plain: KeptAnswer;
  readonly gzip: KeptAnswer;
  readonly br: KeptAnswer;
  readonly notModified: string[];
  readonly etag: string;
}

/** Asks until the page is kept and compressed in both ways. */
export async function keptAnswersOf(url: string, path: string): Promise<KeptAnswers> {
  const connection = await openRawConnection(url);
  try {
    const plain = await answered(connection, { url, path });
    const etag = headerOf(plain.head, 'etag');
    if (plain.status !== 200 || etag === null) throw new Error(`${path}: ${plain.head}`);
    const gzip = await encoded(connection, { url, path, encoding: 'gzip' });
    const br = await encoded(connection, { url, path, encoding: 'br' });
    const headers = { 'if-none-match': etag };
    const unchanged = await connection.send(rawRequest(url, { path, headers }));
    return {
      ...{ plain: answerOf(plain), gzip: answerOf(gzip), br: answerOf(br), etag },
      notModified: linesOf(unchanged.head),
    };
  } finally {
    connection.close();
  }
}

interface Asked {
  readonly url: string;
  readonly path: string;
}

/** As it is sent now, kept or not. */
export async function keptAnswer(url: string, path: string): Promise<KeptAnswer> {
  const connection = await openRawConnection(url);
  try {
    return answerOf(await connection.send(rawRequest(url, { path })));
  } finally {
    connection.close();
  }
}

async function answered(connection: RawConnection, { url, path }: Asked): Promise<RawAnswer> {
  return await connection.send(rawRequest(url, { path }));
}

async function encoded(
  connection: RawConnection,
  { url, path, encoding }: Asked & { readonly encoding: string },
): Promise<RawAnswer> {
  const headers = { 'accept-encoding': encoding };
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await connection.send(rawRequest(url, { path, headers }));
    if (headerOf(answer.head, 'content-encoding') === encoding) return answer;
    await sleep(50);
  }
  throw new Error(`${path} is never sent as ${encoding}`);
}

const byNode = new Set(['date', 'connection', 'keep-alive']);

function answerOf({ head, body }: RawAnswer): KeptAnswer {
  return { body: Buffer.from(body), head: linesOf(head) };
}

function linesOf(head: string): string[] {
  return head
    .split('\r\n')
    .slice(1)
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()])
    .filter(([name = '']) => !byNode.has(name.toLowerCase()))
    .flat();
}

/** For a bare server to send the same. */
export function bareSettings(kept: KeptAnswers): BareHttpSettings {
  const answer = ({ body, head }: KeptAnswers['plain']) => ({
    body: body.toString('base64'),
    head,
  });
  return {
    answers: { plain: answer(kept.plain), gzip: answer(kept.gzip), br: answer(kept.br) },
    notModified: kept.notModified,
    etag: kept.etag,
  };
}
