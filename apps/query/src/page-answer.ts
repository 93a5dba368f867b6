/** The answer of every list: an envelope around ready items, and links to its neighbours. */
import { hash } from 'node:crypto';
import { linksTo, type Sealer } from '@marquee/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer, weakEtag } from './answer.js';
import { type CursorPlace, sealCursor } from './cursor.js';
import { pageBytes } from './page-bytes.js';
import { bodyFor, type FinishedPage, plainBody } from './pages/finished-page.js';
import type { ServedPage } from './pages/page-cache.js';
import type { Reading } from './query-deps.js';

export interface PageContent {
  /** Each the JSON of one item. */
  readonly items: readonly string[];
  readonly limit: number;
  readonly next: CursorPlace | null;
  readonly previous: CursorPlace | null;
  readonly total: number | null;
}

/** `list` names what the cursors are bound to. */
export function finishPage(sealer: Sealer, list: string, page: PageContent): FinishedPage {
  const { limit, total } = page;
  const seal = (place: CursorPlace | null) =>
    place === null ? null : sealCursor(sealer, list, place);
  const next = seal(page.next);
  const previous = seal(page.previous);
  const envelope = JSON.stringify({ limit, next, previous, total });
  const { body, items } = pageBytes(page.items, envelope);
  // Another process seals a cursor into another text, so the tag is made of the places themselves.
  const places = JSON.stringify([limit, total, page.next, page.previous]);
  return {
    body,
    etag: weakEtag(hash('sha1', items, 'base64') + places),
    next,
    previous,
    compressed: new Map(),
    heads: new Map(),
  };
}

export function sendPage(
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  reading: Pick<Reading, 'readsArePrivate'>,
  { content: page, from }: ServedPage<FinishedPage>,
): FastifyReply {
  const { request, reply } = exchange;
  reply.header('link', linksTo(request.url, page));
  const kept = from === 'cache'; // only what is asked for again is worth compressing
  const { bytes, encoding } = kept
    ? bodyFor(page, request.headers['accept-encoding'])
    : plainBody(page);
  return sendAnswer(exchange, reading, {
    body: bytes,
    encoding,
    etag: page.etag,
    isOutdated: from === 'outage',
  });
}
