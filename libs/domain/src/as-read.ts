/** Resources as callers read them, made of what the write model holds. Their fields stand in one order: equal states, equal bytes. */
import type { Actor, Movie, Rating } from '@marquee/contracts';
import type { ActorState, MovieState } from './movie-state.js';

/** @throws {RangeError} when an actor of the cast has no name in `names` */
export function movieAsRead(state: MovieState, names: ReadonlyMap<string, string>): Movie {
  const { content, id, version, providerId, addedAt, updatedAt } = state;
  return {
    id,
    version,
    title: content.title,
    originalTitle: content.originalTitle,
    tagline: content.tagline,
    releaseDate: content.releaseDate,
    year: content.year,
    runtimeMinutes: content.runtimeMinutes,
    genres: [...content.genres],
    tags: [...content.tags],
    directors: [...content.directors],
    language: content.language,
    posterUrl: content.posterUrl,
    tmdbId: content.tmdbId,
    imdbId: content.imdbId,
    wikipediaTitle: content.wikipediaTitle,
    providerId,
    addedAt,
    updatedAt,
    rating: ratingAsRead(state),
    synopsis: content.synopsis,
    cast: content.cast.map(({ actorId, character, order }) => {
      const name = names.get(actorId);
      if (name === undefined) throw new RangeError(`actor ${actorId} has no name`);
      return { actorId, name, character, order };
    }),
  };
}

/** The mean rounded half up to two decimals; `null` without ratings. */
export function ratingAsRead(sums: {
  readonly ratingCount: number;
  readonly halfStars: number;
}): Rating {
  const { ratingCount: count, halfStars } = sums;
  // 50 hundredths of a star for each half star: an integer division, so 2.675 does not become 2.67.
  return { average: count === 0 ? null : Math.round((halfStars * 50) / count) / 100, count };
}

export function actorAsRead(state: ActorState): Actor {
  const { id, version, providerId, name, birthDate, deathDate, gender, biography } = state;
  const { tmdbId, imdbId, movieCount } = state;
  const texts = { name, birthDate, deathDate, gender, biography };
  return { id, version, providerId, ...texts, tmdbId, imdbId, movieCount };
}
