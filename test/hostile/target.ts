/** A standalone app with a small catalogue, attacked over raw sockets, and what must hold of every answer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Movie } from '@marquee/contracts';
import { idOf, startMarquee } from '@marquee/testing';
import { adminToken, clientOf, type PageOf, seeing, whenFound } from '../system/client.js';
import { exchange } from './exchange.js';

/** Not rated: its version is that of its last change, so no other tag fits. */
export const movieId = idOf(0x300);
const ratedId = idOf(0x303);
export const actorId = idOf(0x301);
export const userId = idOf(0x302);

export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export type Target = Awaited<ReturnType<typeof startTarget>>;

export async function startTarget(t: { teardown(work: () => Promise<void>): void }) {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-fuzz-'));
  const app = await startMarquee('standalone', {
    ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_LEVEL: 'error' },
    ...{ WRITE_RATE_LIMIT: '0', REQUEST_TIMEOUT_MS: '1500' },
  });
  t.teardown(async () => {
    await app.kill();
    rmSync(directory, { recursive: true, force: true });
  });
  const bearer = adminToken(directory);
  const client = clientOf(app.url, bearer);
  const made = await client.send('POST', '/actors', { body: { id: actorId, name: 'Ada' } });
  const cast = [{ actorId, character: 'Neo' }];
  const body = { id: movieId, title: 'Kept', year: 1999, genres: ['Drama'], cast };
  await client.send('POST', '/movies', { body });
  const second = await client.send('POST', '/movies', { body: { id: ratedId, title: 'Rated' } });
  const rated = await client.send('PUT', `/movies/${ratedId}/ratings/${userId}`, {
    body: { stars: 4 },
  });
  for (const answer of [made, second, rated]) await client.get('/movies', seeing(answer));
  await whenFound(client, rated);
  const port = Number(new URL(app.url).port);

  return {
    port,
    bearer,
    client,
    /** Everything that readers see. */
    async catalogue(): Promise<string> {
      const token = { 'consistency-token': rated.headers.get('consistency-token') ?? '' };
      const movies = await client.get<PageOf<Movie>>('/movies?limit=100', token);
      const actors = await client.get<PageOf<unknown>>('/actors?limit=100', token);
      return JSON.stringify([movies.body, actors.body]);
    },
    /** Sends bytes as they are, whatever they are; the answers on that connection, in order. */
    async send(request: RawRequest): Promise<RawAnswer> {
      const { method, target, headers = {}, body = '' } = request;
      const lines = Object.entries({ host: 'x', connection: 'close', ...headers });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body, 'latin1')}\r\n`;
      const text = `${method} ${target} HTTP/1.1\r\n${head}${length}\r\n${body}`;
      return answerOf(await exchange(port, Buffer.from(text, 'latin1')));
    },
    async isAlive(): Promise<boolean> {
      return (await fetch(`${app.url}/health/live`)).status === 200;
    },
  };
}

export function answerOf(text: string): RawAnswer {
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, end);
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? 0);
  return { status, head, body: text.slice(end + 4) };
}

/** What is wrong with it: there is none, it is the server's fault, or a refusal that does not explain itself. */
export function faultOf({ status, head, body }: RawAnswer): string | null {
  if (status === 0) return 'no answer';
  if (status >= 500) return `${head}\n${body}`;
  if (!/^x-request-id: \S+/im.test(head)) return `no X-Request-Id: ${head}`;
  if (status < 400) return null;
  const isProblem = /^content-type: application\/problem\+json/im.test(head);
  return isProblem && JSON.parse(body).status === status ? null : `no problem: ${head}\n${body}`;
}
