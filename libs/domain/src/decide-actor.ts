/** What a change makes of an actor. A change that changes nothing gives the very same object back. */
import { isDeepStrictEqual } from 'node:util';
import type { ActorInput, ActorPatch, ActorReplacement } from '@marquee/contracts';
import { trimmed } from './clean-text.js';
import type { ActorState } from './movie-state.js';

/** The fields that callers write, complete. */
export type ActorContent = Pick<
  ActorState,
  'name' | 'birthDate' | 'deathDate' | 'gender' | 'biography' | 'tmdbId' | 'imdbId'
>;

/** The content that valid input means; read-only fields may stand in it and are not looked at. */
export function normaliseActor(fields: ActorInput | ActorReplacement): ActorContent {
  return {
    name: fields.name.trim(),
    birthDate: fields.birthDate ?? null,
    deathDate: fields.deathDate ?? null,
    gender: fields.gender ?? 'unknown',
    biography: trimmed(fields.biography),
    tmdbId: fields.tmdbId ?? null,
    imdbId: fields.imdbId ?? null,
  };
}

/** An actor that nobody has stored yet; the store gives it its version. */
export function decideCreateActor(
  content: ActorContent,
  made: { readonly id: string; readonly providerId: string },
): ActorState {
  return { ...content, ...made, version: 0, editedVersion: 0, movieCount: 0 };
}

/** `PUT`: what is not given is gone. */
export function decideReplaceActor(before: ActorState, content: ActorContent): ActorState {
  return isDeepStrictEqual(contentOf(before), content) ? before : { ...before, ...content };
}

/** `PATCH`, a JSON merge patch (RFC 7396): `null` removes. */
export function decidePatchActor(before: ActorState, patch: ActorPatch): ActorState {
  const given = Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined));
  return decideReplaceActor(before, normaliseActor({ ...contentOf(before), ...given }));
}

function contentOf(actor: ActorState): ActorContent {
  const { name, birthDate, deathDate, gender, biography, tmdbId, imdbId } = actor;
  return { name, birthDate, deathDate, gender, biography, tmdbId, imdbId };
}
