/** What a change makes of a movie. A change that changes nothing gives the very same object back. */
import { isDeepStrictEqual } from 'node:util';
import { type MoviePatch, type PartInput, Rejected, unranked } from '@marquee/contracts';
import { trimmed } from './clean-text.js';
import type { MovieContent, MovieState } from './movie-state.js';
import {
  type MovieFields,
  normaliseCast,
  normaliseMovie,
  sortedParts,
  yearOf,
} from './normalise-movie.js';

const maxParts = 1_000;
const maxOrder = 100_000;

/** A movie that nobody has stored yet; the store gives it its version. `now` in milliseconds. */
export function decideCreate(
  content: MovieContent,
  made: { readonly id: string; readonly providerId: string; readonly now: number },
): MovieState {
  const at = new Date(made.now).toISOString();
  return {
    id: made.id,
    version: 0,
    editedVersion: 0,
    providerId: made.providerId,
    addedAt: at,
    updatedAt: at,
    ratingCount: 0,
    halfStars: 0,
    ranks: unranked,
    rankedAt: null,
    content,
  };
}

/** `PUT`: what is not given is gone. */
export function decideReplace(before: MovieState, content: MovieContent): MovieState {
  return isDeepStrictEqual(before.content, content) ? before : { ...before, content };
}

/**
 * `PATCH`, a JSON merge patch (RFC 7396): `null` removes, a list replaces the whole list. A new release date moves the year along;
 * a year alone must be the year of the date that is there. `actorIds` holds the actor of each entry of `patch.cast`.
 * @throws {Rejected} `invalid-input`
 */
export function decidePatch(
  before: MovieState,
  patch: MoviePatch,
  actorIds: readonly string[],
): MovieState {
  const { cast, ...fields } = before.content;
  const merged: MovieFields = { ...mutable(fields), ...given(patch), cast: [] };
  const { releaseDate, year } = merged;
  if (typeof patch.year === 'number' && releaseDate && yearOf(releaseDate) !== year) {
    throw yearDisagrees(releaseDate);
  }
  const parts = patch.cast === undefined ? cast : normaliseCast(patch.cast ?? [], actorIds);
  return decideReplace(before, { ...normaliseMovie(merged, []), cast: parts });
}

/**
 * Leaves the actor exactly this one part; without an order at the actor's own first place, or behind the rest of the cast.
 * @throws {Rejected} `invalid-input` when the cast is full
 */
export function decideLink(before: MovieState, actorId: string, part: PartInput): MovieState {
  const { cast } = before.content;
  const others = cast.filter((other) => other.actorId !== actorId);
  const own = cast.find((other) => other.actorId === actorId);
  const last = Math.max(-1, ...others.map(({ order }) => order));
  const linked = {
    actorId,
    character: trimmed(part.character),
    order: part.order ?? own?.order ?? Math.min(last + 1, maxOrder),
  };
  if (others.length >= maxParts) {
    throw new Rejected(
      'invalid-input',
      `The cast has ${maxParts} parts, which is the most it may.`,
    );
  }
  return decideReplace(before, { ...before.content, cast: sortedParts([...others, linked]) });
}

/** Takes all parts of the actor out. @throws {Rejected} `not-in-cast` */
export function decideUnlink(before: MovieState, actorId: string): MovieState {
  const cast = before.content.cast.filter((part) => part.actorId !== actorId);
  if (cast.length === before.content.cast.length) throw new Rejected('not-in-cast');
  return decideReplace(before, { ...before.content, cast });
}

function yearDisagrees(releaseDate: string): Rejected {
  const detail = `It must be the year of releaseDate, which is ${releaseDate}.`;
  return new Rejected('invalid-input', 'One fault was found in the request.', [
    { pointer: '/year', code: 'disagrees', detail },
  ]);
}

/** The fields that stand in the patch; `undefined` would hide what is there. */
function given(patch: MoviePatch): MoviePatch {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

/** The same content in the type of an input, whose lists may be written to. */
function mutable(content: Omit<MovieContent, 'cast'>) {
  const { genres, tags, directors } = content;
  return { ...content, genres: [...genres], tags: [...tags], directors: [...directors] };
}
