/** Whole, plausible values for tests, of which a test states only what it is about. Equal arguments, equal values. */
import {
  type AccessKey,
  type ActorChanged,
  type ActorKeys,
  type ActorRecord,
  type CastEntry,
  type Comment,
  type KeyChanged,
  type Movie,
  type MovieChanged,
  type MovieKeys,
  type RecordChange,
  ratingIdOf,
  type Session,
  sessionDayIdOf,
  sessionIdOf,
  type TotalsChanged,
  type UserRating,
  unranked,
} from '@marquee/contracts';

/** 2026-01-31T09:30:00.000Z: what the builders and the fixed clock take for now. Milliseconds since 1970. */
export const TEST_NOW = Date.UTC(2026, 0, 31, 9, 30);

/** The version that a write at this time (milliseconds since 1970) gets. */
export const versionAt = (ms: number) => ms * 1_000;

/** The nth id of a test: lower-case, in the order of `n`. */
export function idOf(n: number): string {
  return `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

const instant = new Date(TEST_NOW).toISOString();

/** A movie as read. `rating` may be given in part. */
export function buildMovie(overrides: Partial<Movie> = {}): Movie {
  return {
    id: idOf(1),
    version: versionAt(TEST_NOW),
    title: 'The Matrix',
    originalTitle: null,
    tagline: 'Free your mind.',
    releaseDate: '1999-03-31',
    year: 1999,
    runtimeMinutes: 136,
    genres: ['Action', 'Science Fiction'],
    tags: ['dystopia'],
    directors: ['Lana Wachowski', 'Lilly Wachowski'],
    language: 'en',
    posterUrl: 'https://images.example/matrix.jpg',
    tmdbId: 603,
    imdbId: 'tt0133093',
    wikipediaTitle: 'The_Matrix',
    providerId: idOf(0xf0),
    addedAt: instant,
    updatedAt: instant,
    rating: { average: null, count: 0 },
    synopsis: 'A hacker learns that his world is a simulation.',
    cast: [buildCastEntry()],
    ...overrides,
  };
}

export function buildCastEntry(overrides: Partial<CastEntry> = {}): CastEntry {
  return { actorId: idOf(0xa1), name: 'Keanu Reeves', character: 'Neo', order: 0, ...overrides };
}

/** What lists key a movie by; as `buildMovie` has it. */
export function buildMovieKeys(overrides: Partial<MovieKeys> = {}): MovieKeys {
  const { title, releaseDate, year, addedAt, providerId, genres, tags } = buildMovie();
  const actorIds = [idOf(0xa1)];
  const rated = { ratingCount: 0, halfStars: 0, ranks: unranked };
  return {
    ...{ title, releaseDate, year, addedAt, providerId, genres, tags, actorIds },
    ...rated,
    ...overrides,
  };
}

/** A change event; id and version are those of its movie where it has one. */
export function buildMovieChanged(overrides: Partial<MovieChanged> = {}): MovieChanged {
  const { id, version } = overrides.movie ?? buildMovie();
  const movie = buildMovie({ id: overrides.id ?? id, version: overrides.version ?? version });
  return {
    kind: 'movie',
    id,
    version,
    movie,
    halfStars: 0,
    befores: [],
    covers: [],
    ...overrides,
  };
}

export function buildActor(overrides: Partial<ActorRecord> = {}): ActorRecord {
  return {
    id: idOf(0xa1),
    version: versionAt(TEST_NOW),
    providerId: idOf(0xf0),
    name: 'Keanu Reeves',
    birthDate: '1964-09-02',
    deathDate: null,
    gender: 'male',
    biography: 'A Canadian actor.',
    tmdbId: 6384,
    imdbId: 'nm0000206',
    ...overrides,
  };
}

export function buildActorKeys(overrides: Partial<ActorKeys> = {}): ActorKeys {
  const { name, birthDate } = buildActor();
  return { name, birthDate, ...overrides };
}

/** A change event; id and version are those of its actor where it has one. */
export function buildActorChanged(overrides: Partial<ActorChanged> = {}): ActorChanged {
  const { id, version } = overrides.actor ?? buildActor();
  const actor = buildActor({ id: overrides.id ?? id, version: overrides.version ?? version });
  return { kind: 'actor', id, version, actor, befores: [], covers: [], ...overrides };
}

export function buildTotalsChanged(overrides: Partial<TotalsChanged> = {}): TotalsChanged {
  const totals = [{ selection: 'all', count: 1, version: versionAt(TEST_NOW) }];
  return { kind: 'totals', totals, covers: [], ...overrides };
}

export function buildAccessKey(overrides: Partial<AccessKey> = {}): AccessKey {
  return {
    id: idOf(0xb1),
    hash: 'ab'.repeat(32),
    former: null,
    role: 'provider',
    subject: idOf(0xf0),
    scopes: ['catalogue:read'],
    expiresAt: null,
    revoked: false,
    version: versionAt(TEST_NOW),
    ...overrides,
  };
}

/** As read. */
export function buildComment(overrides: Partial<Comment> = {}): Comment {
  return {
    id: idOf(0xc1),
    movieId: idOf(1),
    userId: idOf(0xe1),
    text: 'There is no spoon.',
    createdAt: instant,
    version: versionAt(TEST_NOW),
    ...overrides,
  };
}

/** A change event; id and version are those of its record where it has one. */
export function buildCommentChanged(
  overrides: Partial<RecordChange<'comment'>> = {},
): RecordChange<'comment'> {
  const { id, version } = overrides.record ?? buildComment();
  const record = buildComment({ id: overrides.id ?? id, version: overrides.version ?? version });
  const change = { kind: 'record', type: 'comment', id, version, record } as const;
  return { ...change, befores: [], covers: [], ...overrides };
}

/** Started and ended. */
export function buildSession(overrides: Partial<Session> = {}): Session {
  const { sessionId = idOf(0xd1), playerId = idOf(0xe1) } = overrides;
  return {
    ...{ id: sessionIdOf(sessionId, playerId), sessionId, playerId },
    ...{ country: 'FI', startedAt: instant, endedAt: new Date(TEST_NOW + 60_000).toISOString() },
    version: versionAt(TEST_NOW),
    ...overrides,
  };
}

/** As it travels; its id follows from movie and user. */
export function buildUserRating(overrides: Partial<Omit<UserRating, 'id'>> = {}): UserRating {
  const { movieId = idOf(1), userId = idOf(0xe1) } = overrides;
  return {
    id: ratingIdOf({ movieId, userId }),
    ...{ movieId, userId, halfStars: 9, ratedOn: instant.slice(0, 10) },
    version: versionAt(TEST_NOW),
    ...overrides,
  };
}

/** A change event; id and version are those of its record where it has one. */
export function buildSessionChanged(
  overrides: Partial<RecordChange<'session'>> = {},
): RecordChange<'session'> {
  const record = overrides.record === undefined ? buildSession() : overrides.record;
  const { id, version } = record ?? buildSession();
  const change = { kind: 'record', type: 'session', id, version, record } as const;
  return { ...change, befores: [], covers: [], ...overrides };
}

/** A day of sessions. */
export function buildSessionDayChanged(
  country = 'FI',
  day = '2026-01-31',
): RecordChange<'sessionDay'> {
  const [id, version] = [sessionDayIdOf(country, day), versionAt(TEST_NOW)];
  const record = { id, country, day, version };
  return { kind: 'record', type: 'sessionDay', id, version, record, befores: [], covers: [] };
}

export function buildRatingChanged(
  overrides: Partial<RecordChange<'rating'>> = {},
): RecordChange<'rating'> {
  const record = overrides.record ?? buildUserRating();
  const { id, version } = record;
  const change = { kind: 'record', type: 'rating', id, version, record } as const;
  return { ...change, befores: [], covers: [], ...overrides };
}

/** A change event of this key. */
export function buildKeyChanged(overrides: Partial<AccessKey> = {}): KeyChanged {
  const key = buildAccessKey(overrides);
  return { kind: 'key', id: key.id, version: key.version, key };
}
