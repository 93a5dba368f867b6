/** What travels on the change queue: self-contained changes, made by the relay, applied by projectors. */
import type { AccessKey } from './access-key.js';
import type { ActorRecord } from './actor.js';
import type { Movie } from './movie.js';
import type { RecordChanged } from './record.js';

/** A movie's places among the most played and the most popular: rounded, and taken at most once a minute. */
export interface Ranks {
  /** Rounded to two significant digits; `null` without plays. */
  readonly plays: number | null;
  /** In hundredths; `null` without plays or without ratings. */
  readonly popularity: number | null;
}

/** Of a movie that nobody has played, or that was last changed by a release without ranks. */
export const unranked: Ranks = { plays: null, popularity: null };

/** Every field that a list of movies is keyed by. As a *before*: how it was before a change that moved one of them. */
export interface MovieKeys {
  readonly title: string;
  readonly releaseDate: string | null;
  readonly year: number | null;
  readonly addedAt: string;
  readonly providerId: string;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  /** Distinct, sorted. */
  readonly actorIds: readonly string[];
  readonly ratingCount: number;
  /** Sum of all stars, in half stars, so that it is an integer. */
  readonly halfStars: number;
  /** Left out by older releases: `unranked`. */
  readonly ranks?: Ranks;
}

/** Every field that a list of actors is keyed by. */
export interface ActorKeys {
  readonly name: string;
  readonly birthDate: string | null;
}

/** One write's share in an event: the projector notes `(write, subject)` as applied when all of the event is in the view. */
export interface CoveredWrite {
  readonly write: string;
  /** What of the write this covers: `movie:<id>`, `actor:<id>`, `totals:<part>`, `plays:<movie id>`, `<type of record>:<id>`. */
  readonly subject: string;
  /** Of the change that it is part of: who follows the feed up to there has it, too. */
  readonly position?: number;
}

/** A committed change, by its place among all of them: the change feed has a row for each. */
export interface ChangePosition {
  /** 1, 2, 3 …, given when the change was committed: each number once, none is left out. */
  readonly position: number;
  /** That the change made; what the event brings may be newer. */
  readonly version: number;
  /** When it was made. Milliseconds since 1970. */
  readonly at: number;
}

/** The request that a change began with: logs of all processes on its way name it. */
export interface Origin {
  readonly requestId: string;
  /** W3C Trace Context, where the request is part of a trace. */
  readonly traceparent?: string;
}

/** Changes that travel as one event name the latest of their origins. */
export const MAX_ORIGINS = 10;

export interface MovieChanged {
  readonly kind: 'movie';
  readonly id: string;
  /** Unix time in microseconds or the one before + 1, whichever is more; below 2^53. */
  readonly version: number;
  /** The whole movie as read, or `null` when it is deleted. */
  readonly movie: Movie | null;
  /** Sum of all stars in half stars; the movie's own `rating.average` is rounded. */
  readonly halfStars: number;
  /** Left out by older releases: `unranked`. */
  readonly ranks?: Ranks;
  /** Distinct earlier keys of the movie: its rows there go. */
  readonly befores: readonly MovieKeys[];
  readonly covers: readonly CoveredWrite[];
  /** Of all changes that it tells of: none where it only repeats the current state. As in the other events. */
  readonly positions?: readonly ChangePosition[];
  readonly origins?: readonly Origin[];
}

export interface ActorChanged {
  readonly kind: 'actor';
  readonly id: string;
  readonly version: number;
  readonly actor: ActorRecord | null;
  readonly befores: readonly ActorKeys[];
  readonly covers: readonly CoveredWrite[];
  readonly positions?: readonly ChangePosition[];
  readonly origins?: readonly Origin[];
}

/** Absolute totals of selections, each with a version of its own. */
export interface TotalsChanged {
  readonly kind: 'totals';
  /** `selection` as in `selections.ts` of the projection: `all`, `genre:Drama`, `actor:<id>`, `actors`, `plays:<movie id>`, … */
  readonly totals: readonly {
    readonly selection: string;
    readonly count: number;
    readonly version: number;
  }[];
  readonly covers: readonly CoveredWrite[];
  readonly positions?: readonly ChangePosition[];
}

/** A key of machines, for those who check it on the read side. Keys are never deleted: revoked ones stay. */
export interface KeyChanged {
  readonly kind: 'key';
  readonly id: string;
  readonly version: number;
  readonly key: AccessKey;
  readonly positions?: readonly ChangePosition[];
}

/**
 * Rows of the generation's view that the write model knows no reason for, found by comparing: they go. Published to that generation
 * alone, since keys are its own.
 */
export interface RowsGone {
  readonly kind: 'rows-gone';
  readonly rows: readonly GoneRow[];
}

export interface GoneRow {
  /** As mutations of the projection name it. */
  readonly table: string;
  /** The row's key, in the order of its table. */
  readonly key: readonly (string | number)[];
  /** At least that of the row: what is newer stays. */
  readonly version: number;
}

/** Travels the whole way each second: shows that the pipeline is alive, and how far it is behind. */
export interface Heartbeat {
  readonly kind: 'heartbeat';
  /** Milliseconds since 1970, by the relay's clock. */
  readonly at: number;
  /** When the oldest write was committed that the view is not known to have; `null` when it has all. Milliseconds. */
  readonly oldestUnconfirmedAt: number | null;
  /** The highest wins. Microseconds since 1970: `at`, unless the clock was set back, so that views have a later one. */
  readonly version?: number;
  /** The view is known to have all changes up to this position. */
  readonly settledPosition?: number;
}

export type ChangeEvent =
  | MovieChanged
  | ActorChanged
  | TotalsChanged
  | KeyChanged
  | RecordChanged
  | RowsGone
  | Heartbeat;

/** One message on the queue: some changes that are published together. */
export interface ChangeJob {
  /** Milliseconds since 1970. Projectors refuse what is older than `MAX_EVENT_AGE_MS`. */
  readonly publishedAt: number;
  readonly events: readonly ChangeEvent[];
}

/** Older events might meet rows whose tombstones are gone; they are dead-lettered, and a retry publishes the current state. */
export const MAX_EVENT_AGE_MS = 12 * 3_600_000;
