/**
 * Answers a kept page before Fastify sees the request: finding the route, reading and checking parameters, and a dozen hooks
 * take several times what sending the bytes takes. It only repeats what the long way has answered to the very same address, with
 * the headers that it sent; whatever is unusual about a request goes the long way. Without a limit on reads and with open reads
 * only: who asks makes no difference then.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { isRequestId } from '@marquee/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fits } from '../answer.js';
import { bodyFor, type FinishedPage } from './finished-page.js';

export interface Shortcut {
  /** False: the long way must. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** To be called by the long way when it sends a kept page whole; `reply` has all its headers. */
  remember(exchange: { request: FastifyRequest; reply: FastifyReply }, page: RememberedPage): void;
  /** How many requests it answered, by status. */
  answered(): { readonly 200: number; readonly 304: number };
}

export interface RememberedPage {
  /** In the page cache. */
  readonly key: string;
  readonly generation: string;
  readonly page: FinishedPage;
}

export interface ShortcutOptions {
  /** What is kept under this key and may be served now. */
  readonly ready: (key: string) => FinishedPage | null;
  /** Name of the live generation. */
  readonly generation: () => string;
  readonly viewLagMs: () => number;
}

interface Remembered extends RememberedPage {
  /** Name and value in turn, without those that differ from one answer to the next. */
  readonly headers: readonly string[];
}

const MAX_ADDRESSES = 20_000;
/** Made for each answer, or by what its body turns out to be. */
const own = new Set([
  ...['x-request-id', 'view-lag', 'content-length', 'content-type', 'content-encoding'],
  ...['date', 'connection', 'keep-alive'],
]);

export function createShortcut({ ready, generation, viewLagMs }: ShortcutOptions): Shortcut {
  const byAddress = new Map<string, Remembered>();
  const counts = { 200: 0, 304: 0 };

  return {
    answer(request, response) {
      const { url = '', headers, method } = request;
      const known = byAddress.get(url);
      if (known === undefined || !isPlain(method, headers)) return false;
      if (ready(known.key) !== known.page || generation() !== known.generation) {
        byAddress.delete(url);
        return false;
      }
      const { page } = known;
      const given = headers['x-request-id'];
      const head = [
        ...known.headers,
        ...['x-request-id', typeof given === 'string' ? given : randomUUID()],
        ...['view-lag', String(viewLagMs())],
      ];
      if (fits(headers['if-none-match'], page.etag)) {
        counts[304] += 1;
        response.writeHead(304, head).end();
        return true;
      }
      const { bytes, encoding } = bodyFor(page, headers['accept-encoding']);
      if (encoding !== null) head.push('content-encoding', encoding);
      head.push('content-type', 'application/json; charset=utf-8');
      head.push('content-length', String(bytes.length));
      counts[200] += 1;
      response.writeHead(200, head).end(method === 'HEAD' ? undefined : bytes);
      return true;
    },

    remember({ request, reply }, remembered) {
      if (reply.statusCode !== 200 || !isPlain(request.method, request.headers)) return;
      if (byAddress.size >= MAX_ADDRESSES) byAddress.clear();
      const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
        own.has(name) ? [] : [name, String(value)],
      );
      byAddress.set(request.url, { ...remembered, headers });
    },
    answered: () => counts,
  };
}

/** Asked by nobody in particular, for JSON, of what is there now. */
function isPlain(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers.host !== undefined &&
    headers['consistency-token'] === undefined &&
    headers['prefer'] === undefined &&
    headers.authorization === undefined &&
    headers['origin'] === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    (headers['x-request-id'] === undefined || isRequestId(headers['x-request-id']))
  );
}

/** Has the shortcut asked first, until the app drains: then connections are to end with their answers. */
export function takeShortcut(app: FastifyInstance, shortcut: Shortcut): void {
  const handlers = app.server.listeners('request');
  app.server.removeAllListeners('request');
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (app.server.listening && shortcut.answer(request, response)) return;
    for (const handle of handlers) handle.call(app.server, request, response);
  });
}
