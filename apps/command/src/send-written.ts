/** Answers to writes: the resource, its tag, and the token with which a read sees the write. */
import type { Actor, Movie } from '@marquee/contracts';
import type { FastifyReply } from 'fastify';
import type { WrittenBy } from './write-as.js';

export const movieEtag = ({ version }: Movie) => `"${version}"`;
export const actorEtag = ({ version, movieCount }: Actor) => `"${version}-${movieCount}"`;

/** 200 with the resource, or the status that `reply` has. */
export function sendWritten<T>(reply: FastifyReply, written: WrittenBy<T>, etag?: string) {
  reply.header('consistency-token', written.token);
  if (etag !== undefined) reply.header('etag', etag);
  return reply.type('application/json; charset=utf-8').send(written.value);
}

/** 201 with the resource and its place. */
export function sendCreated<T extends { readonly id: string }>(
  reply: FastifyReply,
  written: WrittenBy<T>,
  { collection, etag }: { readonly collection: string; readonly etag: string },
) {
  reply.code(201).header('location', `${collection}/${written.value.id}`);
  return sendWritten(reply, written, etag);
}

/** 204. */
export function sendRemoved(reply: FastifyReply, { token }: WrittenBy<unknown>) {
  return reply.code(204).header('consistency-token', token).send();
}
