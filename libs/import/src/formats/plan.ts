/** What a row of a file is to become. */
import type { Fault } from '@marquee/contracts';

export type Plan =
  | PlannedMovie
  | PlannedActor
  | PlannedRating
  | PlannedLink
  | PlannedTags
  | PlannedRefusal
  | PlannedSkip;

export interface PlannedMovie {
  readonly kind: 'movie';
  /** Not validated yet. */
  readonly movie: Readonly<Record<string, unknown>>;
  readonly mode: SaveMode;
}

/** By its id: made, or replaced. */
export interface PlannedActor {
  readonly kind: 'actor';
  /** Not validated yet. */
  readonly actor: Readonly<Record<string, unknown>>;
}

/** `upsert` replaces the movie that has the row's id or an identifier; `createOnly` leaves alone what exists or, by its id, existed. */
export type SaveMode = 'upsert' | 'createOnly';

export interface RatingRow {
  /** The movie that has this id; else the one that has the `tmdbId`, or the `imdbId`. */
  readonly movie: {
    readonly id: string;
    readonly tmdbId: number | null;
    readonly imdbId: string | null;
  };
  readonly userId: string;
  readonly halfStars: number;
}

export interface PlannedRating {
  readonly kind: 'rating';
  readonly rating: RatingRow;
}

/** What other systems call a movie, for the rows of other files. */
export interface PlannedLink {
  readonly kind: 'link';
  readonly movieId: string;
  readonly link: Link;
}

export interface Link {
  readonly tmdbId: number | null;
  readonly imdbId: string | null;
}

/** What someone calls a movie. */
export interface PlannedTags {
  readonly kind: 'tags';
  readonly movieId: string;
  readonly tags: readonly string[];
}

export interface PlannedRefusal {
  readonly kind: 'refusal';
  readonly faults: readonly RowFault[];
}

/** Nothing is wrong with it, but it is none of those that were asked for. */
export interface PlannedSkip {
  readonly kind: 'skip';
}

/** A fault, by the name that the file has for its field. */
export interface RowFault extends Fault {
  readonly column?: string;
}

export const refusal = (...faults: readonly RowFault[]): PlannedRefusal => ({
  kind: 'refusal',
  faults,
});
