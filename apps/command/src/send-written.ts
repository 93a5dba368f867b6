/** Answers to writes: the resource, its tag, and the token with which a read sees the write. A dry run answers 200 and without them. */
import type { Actor, Comment, Movie } from '@marquee/contracts';
import type { FastifyReply } from 'fastify';
import type { WrittenBy } from './write-as.js';

export const movieEtag = ({ version }: Movie) => `"${version}"`;
export const commentEtag = ({ version }: Comment) => `"${version}"`;
export const actorEtag = ({ version, movieCount }: Actor) => `"${version}-${movieCount}"`;

/** 200 with the resource, or the status that `reply` has. */
export function sendWritten<T>(reply: FastifyReply, written: WrittenBy<T>, etag?: string) {
  const { value, token, replayed } = written;
  if (token !== null) {
    reply.header('consistency-token', token);
    if (etag !== undefined) reply.header('etag', etag);
  }
  if (replayed) reply.header('idempotency-replayed', 'true');
  return reply.type('application/json; charset=utf-8').send(value);
}

/** 201 with the resource and its place. */
export function sendCreated<T extends { readonly id: string }>(
  reply: FastifyReply,
  written: WrittenBy<T>,
  { collection, etag }: { readonly collection: string; readonly etag?: string },
) {
  if (written.token !== null) {
    reply.code(201).header('location', `${collection}/${written.value.id}`);
  }
  return sendWritten(reply, written, etag);
}

/** 202: stored for good, and counted in a moment. */
export function sendAccepted<T>(reply: FastifyReply, written: WrittenBy<T>) {
  if (written.token !== null) reply.code(202);
  return sendWritten(reply, written);
}

/** 204. */
export function sendRemoved(reply: FastifyReply, { token }: WrittenBy<unknown>) {
  if (token === null) return reply.code(200).send();
  return reply.code(204).header('consistency-token', token).send();
}
