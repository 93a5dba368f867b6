import type { MovieInput, MoviePatch } from '@marquee/contracts';
import { distinct, lowered, trimmed } from './clean-text.js';
import type { MovieContent, Part } from './movie-state.js';

type CastInput = NonNullable<MovieInput['cast']>[number];

/** What callers send of a movie; read-only fields may stand in it and are not looked at. */
export type MovieFields = MoviePatch & Pick<MovieInput, 'title'>;

/** How an entry of a cast names its actor. */
export type CastRef =
  | { readonly actorId: string; readonly nameOfNew?: string }
  | { readonly name: string; readonly tmdbId: number | null; readonly imdbId: string | null };

/**
 * The actor of each entry of a cast, in the order given: by id, which wins over a name beside it, or by name. With `makeNew`, the name
 * beside an id that nobody has makes an actor under that id.
 */
export function castRefs(
  cast: MoviePatch['cast'],
  { makeNew = false }: { readonly makeNew?: boolean } = {},
): readonly CastRef[] {
  return (cast ?? []).map(({ actorId, name, tmdbId, imdbId }) => {
    if (actorId === undefined)
      return { name: (name ?? '').trim(), tmdbId: tmdbId ?? null, imdbId: imdbId ?? null };
    const id = { actorId: actorId.toLowerCase() };
    return makeNew && name !== undefined ? { ...id, nameOfNew: name.trim() } : id;
  });
}

/**
 * The content that valid input means: outer blanks gone, lists without repetitions, absent values `null` or `[]`, the year taken
 * from the release date. `actorIds` holds the actor of each entry of `fields.cast`.
 */
export function normaliseMovie(fields: MovieFields, actorIds: readonly string[]): MovieContent {
  const releaseDate = fields.releaseDate ?? null;
  return {
    title: fields.title.trim(),
    originalTitle: trimmed(fields.originalTitle),
    synopsis: trimmed(fields.synopsis),
    tagline: trimmed(fields.tagline),
    releaseDate,
    year: releaseDate === null ? (fields.year ?? null) : yearOf(releaseDate),
    runtimeMinutes: fields.runtimeMinutes ?? null,
    genres: distinct(fields.genres),
    tags: distinct(fields.tags),
    directors: distinct(fields.directors),
    language: canonicalLanguage(fields.language),
    posterUrl: trimmed(fields.posterUrl),
    tmdbId: fields.tmdbId ?? null,
    imdbId: fields.imdbId ?? null,
    wikipediaTitle: trimmed(fields.wikipediaTitle),
    cast: normaliseCast(fields.cast ?? [], actorIds),
  };
}

/** The parts of a cast in their total order; the same actor and character twice is one part, the first. */
export function normaliseCast(
  cast: readonly CastInput[],
  actorIds: readonly string[],
): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const [index, { character, order }] of cast.entries()) {
    const actorId = actorIds[index];
    if (actorId === undefined) throw new RangeError(`no actor for entry ${index} of the cast`);
    const part = {
      actorId: lowered(actorId),
      character: trimmed(character),
      order: order ?? index,
    };
    const key = JSON.stringify([part.actorId, part.character]);
    if (!parts.has(key)) parts.set(key, part);
  }
  return sortedParts([...parts.values()]);
}

/** By order, then actor, then character; a part without a character comes before those that have one. */
export function sortedParts(parts: readonly Part[]): readonly Part[] {
  return [...parts].sort(
    (a, b) =>
      a.order - b.order ||
      compare(a.actorId, b.actorId) ||
      compare(a.character ?? '', b.character ?? ''),
  );
}

/** By UTF-16 units, which does not depend on the machine's language. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const yearOf = (day: string) => Number(day.slice(0, 4));

function canonicalLanguage(language: string | null | undefined): string | null {
  if (language === null || language === undefined) return null;
  return Intl.getCanonicalLocales(language)[0] ?? null;
}
