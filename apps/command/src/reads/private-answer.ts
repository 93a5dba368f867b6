/** Answers about people, from the write store, which is never behind: no view, no cache, no copy on the way. */
import type { ProblemCode } from '@marquee/contracts';
import { fits, problemResponses } from '@marquee/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type TProperties, Type } from 'typebox';

/** Of every such read; `refuseForgedTexts` looks at it. */
const tokenHeader = {
  'consistency-token': Type.Optional(
    Type.String({ description: 'Welcome, but this read sees every write anyway.' }),
  ),
};

export const privateHeaders = Type.Object(tokenHeader);

/** Of resources with a tag. */
export const taggedHeaders = Type.Object({
  ...tokenHeader,
  'if-none-match': Type.Optional(
    Type.String({ description: 'Entity tags that the caller has: 304 when one still fits.' }),
  ),
});

/** Unknown parameters are faults. */
export const queryOf = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });

const headers = {
  'View-Lag': { type: 'integer', description: 'Always 0.' },
  'X-Request-Id': { type: 'string', description: 'Names this request, in our logs too.' },
};
const moreHeaders = {
  page: {
    Link: { type: 'string', description: 'RFC 8288: `first`, `next` and `prev` page.' },
  },
  tagged: {
    ETag: {
      type: 'string',
      description: 'Of the resource as it is now, where all of it is shown.',
    },
  },
  plain: {},
};
const notModified = { 304: { description: 'What the caller has is still right.', type: 'null' } };

interface Described {
  readonly description: string;
  readonly body: object;
  readonly kind?: keyof typeof moreHeaders;
}

/** Responses of such a read: 200 with this body, 304 where it has a tag, and the refusals. */
export function privateResponses(
  { description, body, kind = 'plain' }: Described,
  ...codes: readonly ProblemCode[]
) {
  const content = { 'application/json': { schema: body } };
  return {
    200: { description, headers: { ...headers, ...moreHeaders[kind] }, content },
    ...(kind === 'tagged' ? notModified : {}),
    ...problemResponses(
      ...(['invalid-input', 'invalid-token', 'unauthorized', 'forbidden'] as const),
      ...codes,
      ...(['unavailable', 'overloaded', 'headers-too-large'] as const),
    ),
  };
}

export function sendPrivately(reply: FastifyReply, body: unknown): FastifyReply {
  return reply
    .headers({ 'cache-control': 'private, no-store', 'view-lag': 0 })
    .type('application/json; charset=utf-8')
    .send(body);
}

/** With its tag; without the body where the caller has it already. */
export function sendTagged(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  body: unknown,
  etag: string,
): FastifyReply {
  reply.header('etag', etag);
  if (!fits(request.headers['if-none-match'], etag)) return sendPrivately(reply, body);
  return reply.headers({ 'cache-control': 'private, no-store', 'view-lag': 0 }).code(304).send();
}
