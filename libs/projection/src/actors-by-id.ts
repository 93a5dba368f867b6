/**
 * `actors_by_id`
 * question: who is this actor, and which version of them has the view reached?
 * key: (actor_id)
 * order: none
 * growth: one row for each actor there ever was; deleted ones keep their version without a body
 * writer: the projector alone, at the actor's version, after all list rows of the same event
 */
import type { ActorChanged, ActorRecord } from '@marquee/contracts';
import type { PutRowById } from './mutation.js';

export function actorsById({ id, version }: ActorChanged, json: string | null): PutRowById {
  return { table: 'actorsById', id, version, json };
}

/** Field by field: whatever else the write model holds of an actor stays out of the view. */
export function actorJsonOf(actor: ActorRecord | null): string | null {
  if (actor === null) return null;
  const { id, version, providerId, name, birthDate, deathDate, gender, biography } = actor;
  const { tmdbId, imdbId } = actor;
  const record: ActorRecord = {
    ...{ id, version, providerId, name, birthDate, deathDate, gender, biography },
    ...{ tmdbId, imdbId },
  };
  return JSON.stringify(record);
}
