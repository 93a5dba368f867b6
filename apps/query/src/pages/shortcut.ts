/**
 * Answers pages before Fastify sees the request: finding the route, reading and checking parameters, and a dozen hooks take
 * several times what sending the bytes takes, and as long as reading a page. It only repeats what the long way has done: a kept
 * page under the very same address, or another page of the very same list, with the headers that the long way sent. Whatever is
 * unusual about a request goes the long way. Without a limit on reads and with open reads only: who asks makes no difference then.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { fits, isRequestId, linker, type Neighbours } from '@marquee/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sharedCaching } from '../answer.js';
import type { CursorPlace } from '../cursor.js';
import type { MovieListRequest } from '../movie-list-query.js';
import { bodyFor, type FinishedPage, plainBody } from './finished-page.js';
import type { KeptAs, ServedMoviePage } from './movie-pages.js';
import { type Exchange, type ReadyHead, readyHead, sendReady } from './send-ready.js';

export interface Shortcut {
  /** With the page that is kept for this address. False: it did nothing. */
  answerKept(exchange: Exchange): boolean;
  /** Reads a page of a list that was asked for before. `null`, at once or in the end: it cannot. */
  readOther(exchange: Exchange): Promise<SendPage | null> | null;
  /** To be called by the long way when it has sent a page; `reply` has all its headers. */
  remember(
    exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    page: { readonly asked: MovieListRequest; readonly served: ServedMoviePage },
  ): void;
  /** How many requests were answered with what is kept for their address, by status. */
  answered(): Readonly<Record<200 | 304, number>>;
}

/** Sends it; returns the status. */
export type SendPage = () => 200 | 304;

export interface ShortcutOptions {
  /** What is kept under this key and may be served now. */
  readonly ready: (key: string) => FinishedPage | null;
  readonly page: (asked: MovieListRequest) => Promise<ServedMoviePage>;
  /** @throws {Rejected} where it is none of this list */
  readonly openCursor: (list: string, cursor: string) => CursorPlace;
  /** Name of the live generation. */
  readonly generation: () => string;
  readonly viewLagMs: () => number;
}

/** Name and value in turn. */
type Headers = readonly string[];

interface KnownList {
  readonly asked: MovieListRequest;
  /** Those that all its pages have. */
  readonly headers: Headers;
  readonly linksTo: (neighbours: Neighbours) => string;
}

const MAX_ADDRESSES = 20_000;
/** One selection may be written in many ways. */
const MAX_ADDRESSES_OF_PAGE = 8;
/** Made for each page, for each answer, or by what its body turns out to be. */
const own = new Set([
  ...['link', 'etag', 'cache-control', 'x-request-id', 'view-lag'],
  ...['content-length', 'content-type', 'content-encoding', 'date', 'connection', 'keep-alive'],
]);

export function createShortcut(options: ShortcutOptions): Shortcut {
  const { ready, page, openCursor, generation, viewLagMs } = options;
  // Not the pages: what the cache drops is to be gone.
  const byAddress = new Map<string, KeptAs>();
  const lists = new Map<string, KnownList>();
  const counts = { 200: 0, 304: 0 };

  const keep = (address: string, { content, keptAs, from }: ServedMoviePage, head: ReadyHead) => {
    if (keptAs === null || from !== 'cache') return; // it is not asked for again, or not kept
    put(byAddress, address, keptAs, MAX_ADDRESSES);
    put(content.heads, address, head, MAX_ADDRESSES_OF_PAGE);
  };

  async function read(exchange: Exchange, { asked, ...list }: KnownList) {
    const { url = '' } = exchange.request;
    const served = await page(asked).catch(() => null);
    if (served === null) return null; // the long way says why
    const { content, from } = served;
    const head = pageHead(list, content, from === 'outage');
    keep(url, served, head);
    // Only what is asked for again is worth compressing.
    const isCompressed = from === 'cache';
    return () => send(exchange, content, { head, isCompressed, lagMs: viewLagMs() });
  }

  return {
    answerKept(exchange) {
      const { request } = exchange;
      const { url = '' } = request;
      const known = byAddress.get(url);
      if (known === undefined || !isPlain(request)) return false;
      const page = generation() === known.generation ? ready(known.key) : null;
      const head = page?.heads.get(url);
      if (page === null || head === undefined) {
        byAddress.delete(url);
        return false;
      }
      counts[send(exchange, page, { head, isCompressed: true, lagMs: viewLagMs() })] += 1;
      return true;
    },

    readOther(exchange) {
      if (!isPlain(exchange.request)) return null;
      const { list, cursor } = placeIn(exchange.request.url ?? '');
      const known = lists.get(list);
      if (known === undefined) return null;
      if (cursor === null) return read(exchange, known);
      try {
        const start = openCursor(known.asked.list, cursor);
        return read(exchange, { ...known, asked: { ...known.asked, start } });
      } catch {
        return null;
      }
    },

    remember({ request, reply }, { asked, served }) {
      if (reply.statusCode !== 200 || served.keptAs === null || !isPlain(request)) return;
      const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
        own.has(name) ? [] : [name, String(value)],
      );
      const list = { asked, headers, linksTo: linker(request.url) };
      put(lists, placeIn(request.url).list, list, MAX_ADDRESSES);
      keep(request.url, served, pageHead(list, served.content));
    },
    answered: () => counts,
  };
}

function put<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  if (map.size >= most) map.clear();
  map.set(key, value);
}

/** What an address says besides its cursor. No address has a space, so no other is taken for it. */
function placeIn(url: string): { readonly list: string; readonly cursor: string | null } {
  const found = /[?&]cursor=([A-Za-z0-9_-]+)/.exec(url);
  if (found === null) return { list: url, cursor: null };
  const { index, 0: whole, 1: cursor = '' } = found;
  return { list: `${url.slice(0, index)} ${url.slice(index + whole.length)}`, cursor };
}

const pageHead = (
  { headers, linksTo }: Omit<KnownList, 'asked'>,
  page: FinishedPage,
  isOutdated = false,
): ReadyHead =>
  readyHead([
    ...headers,
    ...['link', linksTo(page), 'etag', page.etag, 'cache-control', sharedCaching(isOutdated)],
  ]);

/** Asked by nobody in particular, for JSON, of what is there now. */
function isPlain({
  method,
  headers,
}: {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
}): boolean {
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

interface Sent {
  readonly head: ReadyHead;
  readonly isCompressed: boolean;
  readonly lagMs: number;
}

function send(exchange: Exchange, page: FinishedPage, sent: Sent): 200 | 304 {
  const { head, lagMs, isCompressed } = sent;
  const { headers, method } = exchange.request;
  const given = headers['x-request-id'];
  const id = typeof given === 'string' ? given : randomUUID();
  const own = ['view-lag', String(lagMs), 'x-request-id', id];
  if (fits(headers['if-none-match'], page.etag)) {
    sendReady(exchange, { status: 304, head, own, body: null });
    return 304;
  }
  const { bytes, encoding } = isCompressed
    ? bodyFor(page, headers['accept-encoding'])
    : plainBody(page);
  if (encoding !== null) own.push('content-encoding', encoding);
  own.push('content-type', 'application/json; charset=utf-8');
  own.push('content-length', String(bytes.length));
  sendReady(exchange, { status: 200, head, own, body: method === 'HEAD' ? null : bytes });
  return 200;
}
