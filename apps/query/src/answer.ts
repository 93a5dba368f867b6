/** Sends ready JSON with what caches and conditional requests need. */
import { hash } from 'node:crypto';
import { fits } from '@marquee/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Reading } from './query-deps.js';

export interface Answer {
  readonly body: string | Buffer;
  readonly etag: string;
  /** What the body is compressed by. */
  readonly encoding?: string | null;
  /** It is what was kept from before an outage of the view: caches must ask again. */
  readonly isOutdated?: boolean;
}

/** Of answers that are the same for everyone; `isOutdated`: kept from before an outage of the view. */
export const sharedCaching = (isOutdated: boolean): string =>
  isOutdated ? 'no-cache' : 'public, max-age=1, stale-while-revalidate=30';

export function sendAnswer(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  reading: Pick<Reading, 'readsArePrivate'>,
  { body, etag, encoding = null, isOutdated = false }: Answer,
): FastifyReply {
  const isPrivate = reading.readsArePrivate || request.headers['consistency-token'] !== undefined;
  reply
    .header('etag', etag)
    .header('vary', 'Consistency-Token, Accept-Encoding')
    .header('cache-control', isPrivate ? 'private, no-store' : sharedCaching(isOutdated));
  if (fits(request.headers['if-none-match'], etag)) return reply.code(304).send();
  if (encoding !== null) reply.header('content-encoding', encoding);
  return reply.type('application/json; charset=utf-8').send(body);
}

/** Weak: the same content, whatever its encoding. */
export const weakEtag = (content: string) =>
  `W/"${hash('sha1', content, 'base64url' as 'base64')}"`;
