/** A movie as the write model holds it; decisions take and return these. */
import type { ActorRecord, Ranks } from '@marquee/contracts';

/** The fields that callers write, complete: absent ones `null` or `[]`, text trimmed, lists without repetitions. */
export interface MovieContent {
  readonly title: string;
  readonly originalTitle: string | null;
  readonly synopsis: string | null;
  readonly tagline: string | null;
  readonly releaseDate: string | null;
  readonly year: number | null;
  readonly runtimeMinutes: number | null;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly directors: readonly string[];
  readonly language: string | null;
  readonly posterUrl: string | null;
  readonly tmdbId: number | null;
  readonly imdbId: string | null;
  readonly wikipediaTitle: string | null;
  /** By order, then actor, then character: a total order. */
  readonly cast: readonly Part[];
}

/** One part of one actor. `character` is `null` when not known; actor and character occur once. */
export interface Part {
  readonly actorId: string;
  readonly character: string | null;
  readonly order: number;
}

export interface MovieState {
  readonly id: string;
  readonly version: number;
  /** Version of the last change that a caller made to the movie itself: what `If-Match` compares from. */
  readonly editedVersion: number;
  readonly providerId: string;
  readonly addedAt: string;
  readonly updatedAt: string;
  readonly ratingCount: number;
  readonly halfStars: number;
  readonly ranks: Ranks;
  /** When they were taken, in milliseconds since 1970; `null`: never. */
  readonly rankedAt: number | null;
  readonly content: MovieContent;
}

export interface ActorState extends ActorRecord {
  readonly editedVersion: number;
  /** In how many movies the actor stands. */
  readonly movieCount: number;
}
