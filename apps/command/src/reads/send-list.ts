/** Pages of lists of the write store, the newest first, by sealed cursors: each entry has a number of its own, so the order is total. */
import { createHash } from 'node:crypto';
import { Rejected } from '@marquee/contracts';
import { linksTo, type Sealer } from '@marquee/service';
import type { PageOptions, Placed } from '@marquee/write-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { sendPrivately } from './private-answer.js';

const DEFAULT_LIMIT = 20;

export const pageParameters = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: DEFAULT_LIMIT,
      description: 'How many items a page may have.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 8_192,
      description: '`next` or `previous` of an earlier page with the same filters.',
    }),
  ),
};

interface Asked {
  /** Names the selection: a cursor opens for the same one alone. */
  readonly list: string;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

type Place = Pick<PageOptions, 'direction' | 'from'>;

interface Stretch<T> {
  readonly items: readonly T[];
  readonly limit: number;
  readonly next: Place | null;
  readonly previous: Place | null;
}

/** Reads a page, and sends it with what is made of each entry. @throws {Rejected} `invalid-cursor` */
export async function sendList<T>(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { sealer, asked, shown }: { sealer: Sealer; asked: Asked; shown: (value: T) => unknown },
  read: (options: PageOptions) => Promise<readonly Placed<T>[]>,
): Promise<FastifyReply> {
  const { list, limit = DEFAULT_LIMIT, cursor } = asked;
  const place = cursor === undefined ? newest : openCursor(sealer, list, cursor);
  const found = stretchOf(place, limit, await read({ ...place, limit: limit + 1 }));
  const seal = (at: Place | null) =>
    at === null
      ? null
      : sealer.seal(purpose, [VERSION, fingerprint(list), at.direction === 'older', at.from]);
  const [next, previous] = [seal(found.next), seal(found.previous)];
  reply.header('link', linksTo(request.url, { next, previous }));
  const page = { limit, next, previous, total: null };
  return sendPrivately(reply, { items: found.items.map(shown), page });
}

const newest: Place = { direction: 'older', from: null };

/** One more than fits was read, which tells whether it goes on. */
function stretchOf<T>(
  { direction, from }: Place,
  limit: number,
  rows: readonly Placed<T>[],
): Stretch<T> {
  const isMore = rows.length > limit;
  const kept = rows.slice(0, limit);
  const inOrder = direction === 'older' ? kept : kept.toReversed();
  const [first, last] = [inOrder[0]?.seq, inOrder.at(-1)?.seq];
  const items = inOrder.map(({ value }) => value);
  // Entries that were on the other side of the place may be gone, but the place is still one.
  if (direction === 'older') {
    const next: Place | null = isMore ? { direction, from: last ?? null } : null;
    const back = first ?? (from ?? 1) - 1;
    return {
      items,
      limit,
      next,
      previous: from === null ? null : { direction: 'newer', from: back },
    };
  }
  const on = last ?? (from ?? 0) + 1;
  const previous: Place | null = isMore ? { direction, from: first ?? null } : null;
  return { items, limit, next: { direction: 'older', from: on }, previous };
}

const purpose = 'list-cursor';
/** So that releases can change the form. */
const VERSION = 1;

function openCursor(sealer: Sealer, list: string, text: string): Place {
  const value = sealer.open(purpose, text);
  if (!Array.isArray(value) || value[0] !== VERSION || value[1] !== fingerprint(list)) {
    throw foreign();
  }
  return { direction: value[2] === true ? 'older' : 'newer', from: Number(value[3]) };
}

/** For what is known before its list is. @throws {Rejected} `invalid-cursor` unless it is one of ours, for any list */
export function checkCursor(sealer: Sealer, url: string): void {
  const text = new URLSearchParams(url.split('?', 2)[1]).get('cursor');
  if (text !== null && sealer.open(purpose, text) === undefined) throw foreign();
}

/** 128 bits. */
const fingerprint = (list: string) =>
  createHash('sha256').update(list).digest('base64url').slice(0, 22);

function foreign(): Rejected {
  const detail = 'It was not made here for this list.';
  return new Rejected('invalid-cursor', `The cursor is not valid: ${detail}`, [
    { parameter: 'cursor', code: 'invalid-cursor', detail },
  ]);
}
