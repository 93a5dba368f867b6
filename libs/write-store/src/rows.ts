/**
 * Rows as the databases give them, and the states made of them. 64-bit columns come as text from
 * SQL Server.
 */
import type { ActorRecord, Gender } from '@marquee/contracts';
import { type ActorState, type MovieState, sortedParts } from '@marquee/domain';

export type Wide = number | string;

export interface MovieRow {
  readonly id: string;
  readonly version: Wide;
  readonly edited_version: Wide;
  readonly provider_id: string;
  readonly title: string;
  readonly original_title: string | null;
  readonly synopsis: string | null;
  readonly tagline: string | null;
  readonly release_date: string | null;
  readonly year: number | null;
  readonly runtime_minutes: number | null;
  readonly language: string | null;
  readonly poster_url: string | null;
  readonly tmdb_id: Wide | null;
  readonly imdb_id: string | null;
  readonly wikipedia_title: string | null;
  readonly rating_count: number;
  readonly half_stars: Wide;
  readonly ranked_plays: Wide | null;
  readonly ranked_popularity: number | null;
  readonly ranked_at: Wide | null;
  readonly added_at: string | Date;
  readonly updated_at: string | Date;
}

/**
 * One entry of a list of a movie. For the cast, `name` is the character and `position` the billing
 * order.
 */
export interface PartRow {
  readonly movie_id: string;
  readonly kind: 'genre' | 'tag' | 'director' | 'cast';
  readonly position: number;
  readonly name: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
}

export interface ActorRow {
  readonly id: string;
  readonly version: Wide;
  readonly provider_id: string;
  readonly name: string;
  readonly birth_date: string | null;
  readonly death_date: string | null;
  readonly gender: Gender;
  readonly biography: string | null;
  readonly tmdb_id: Wide | null;
  readonly imdb_id: string | null;
}

export const wideOrNull = (value: Wide | null) => (value === null ? null : Number(value));
export const instantOf = (value: string | Date) =>
  typeof value === 'string' ? value : value.toISOString();

export function movieStateOf(row: MovieRow, parts: readonly PartRow[]): MovieState {
  const named = (kind: PartRow['kind']) =>
    parts
      .filter((part) => part.kind === kind)
      .sort((a, b) => a.position - b.position)
      .map((part) => part.name);
  const cast = parts.flatMap(({ actor_id, name, position }) =>
    actor_id === null ? [] : [{ actorId: actor_id, character: name || null, order: position }],
  );
  return {
    id: row.id,
    version: Number(row.version),
    editedVersion: Number(row.edited_version),
    providerId: row.provider_id,
    addedAt: instantOf(row.added_at),
    updatedAt: instantOf(row.updated_at),
    ratingCount: row.rating_count,
    halfStars: Number(row.half_stars),
    ranks: { plays: wideOrNull(row.ranked_plays), popularity: row.ranked_popularity },
    rankedAt: wideOrNull(row.ranked_at),
    content: {
      title: row.title,
      originalTitle: row.original_title,
      synopsis: row.synopsis,
      tagline: row.tagline,
      releaseDate: row.release_date,
      year: row.year,
      runtimeMinutes: row.runtime_minutes,
      genres: named('genre'),
      tags: named('tag'),
      directors: named('director'),
      language: row.language,
      posterUrl: row.poster_url,
      tmdbId: wideOrNull(row.tmdb_id),
      imdbId: row.imdb_id,
      wikipediaTitle: row.wikipedia_title,
      cast: sortedParts(cast),
    },
  };
}

export function actorRecordOf(row: ActorRow): ActorRecord {
  return {
    id: row.id,
    version: Number(row.version),
    providerId: row.provider_id,
    name: row.name,
    birthDate: row.birth_date,
    deathDate: row.death_date,
    gender: row.gender,
    biography: row.biography,
    tmdbId: wideOrNull(row.tmdb_id),
    imdbId: row.imdb_id,
  };
}

/** An actor has no changes but its callers' own, so each version is an edited one. */
export function actorStateOf(row: ActorRow & { readonly movie_count: number }): ActorState {
  const record = actorRecordOf(row);
  return { ...record, editedVersion: record.version, movieCount: row.movie_count };
}

export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
