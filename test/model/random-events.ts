/** Histories of movies, actors, totals, keys and records as a write model would publish them, one event for each version. */
import type {
  ActorChanged,
  ActorKeys,
  ChangeEvent,
  CommentKeys,
  KeyChanged,
  RecordChange,
  SessionKeys,
  TotalsChanged,
  UserRatingKeys,
} from '@marquee/contracts';
import {
  buildActor,
  buildComment,
  buildKeyChanged,
  buildSession,
  buildSessionDayChanged,
  buildUserRating,
  idOf,
  type SeededRandom,
  TEST_NOW,
  versionAt,
} from '@marquee/testing';
import { randomContent } from './model-content.js';
import { modelWriteStore } from './model-write-store.js';
import { allRules } from './rules.js';

/** In the order of their versions. `run` keeps the ids of one history apart from those of any other. */
export function randomEvents(random: SeededRandom, run: number): ChangeEvent[] {
  return [
    ...movieEvents(random, run * 16),
    ...actorEvents(random, run * 16),
    ...totalsEvents(random, run * 16),
    ...keyEvents(random, run * 16),
    ...commentEvents(random, run * 16),
    ...sessionEvents(random, run * 16),
    ...ratingEvents(random, run * 16),
  ];
}

function movieEvents(random: SeededRandom, firstId: number): ChangeEvent[] {
  const store = modelWriteStore(allRules);
  return Array.from({ length: 6 }, (_, second) => {
    const content = randomContent(random);
    // Too long for list rows.
    const synopsis = random.chance(0.3) ? { synopsis: 'x'.repeat(9_000) } : {};
    const longer = content && { ...content, movie: { ...content.movie, ...synopsis } };
    store.save(idOf(firstId + random.integer(2)), longer, TEST_NOW + second * 1_000);
    const rows = store.claim(1, TEST_NOW, Number.POSITIVE_INFINITY);
    for (const row of rows) row.position += firstId; // the feed is one for all histories
    return store.hydrate(rows);
  }).flat();
}

function actorEvents(random: SeededRandom, firstId: number): ActorChanged[] {
  const id = idOf(firstId + 8);
  const befores: ActorKeys[] = [];
  return Array.from({ length: 4 }, (_, second) => {
    const version = versionAt(TEST_NOW + second);
    const name = random.pick(['Élodie', 'Keanu', 'KEANU']);
    const birthDate = random.pick([null, '1964-09-02']);
    const actor = random.chance(0.2) ? null : buildActor({ id, version, name, birthDate });
    const covers = [{ write: `actor write ${version}`, subject: `actor:${id}` }];
    const event = { kind: 'actor', id, version, actor, befores: [...befores], covers } as const;
    if (actor !== null) befores.push(actor);
    return event;
  });
}

function totalsEvents(random: SeededRandom, first: number): TotalsChanged[] {
  return Array.from({ length: 4 }, (_, n) => {
    const version = versionAt(TEST_NOW) + first + n;
    const selections = ['all', 'genre:Drama', `genre:${first % 64}`, 'tag:a/b', 'actors'];
    const totals = selections
      .filter(() => random.chance(0.7))
      .map((selection) => ({ selection, count: random.integer(3), version }));
    return { kind: 'totals', totals, covers: [] };
  });
}

/** Made, then maybe revoked, and given new versions by repairs. */
function keyEvents(random: SeededRandom, firstId: number): KeyChanged[] {
  let revoked = false;
  return Array.from({ length: 3 }, (_, second) => {
    if (second > 0 && random.chance(0.5)) revoked = true;
    return buildKeyChanged({
      id: idOf(firstId + 9),
      version: versionAt(TEST_NOW + second),
      revoked,
    });
  });
}

/** Made and deleted, and made anew under its id: by another user, about another movie, maybe. */
function commentEvents(random: SeededRandom, firstId: number): RecordChange<'comment'>[] {
  const id = idOf(firstId + 10);
  const befores: CommentKeys[] = [];
  return Array.from({ length: 4 }, (_, second) => {
    const version = versionAt(TEST_NOW + second);
    const keys = {
      movieId: idOf(firstId + random.integer(2)),
      userId: idOf(firstId + random.integer(2)),
      createdAt: new Date(TEST_NOW + random.integer(2)).toISOString(),
    };
    const record = random.chance(0.3) ? null : buildComment({ id, version, ...keys });
    const covers = [{ write: `comment write ${version}`, subject: `comment:${id}` }];
    const change = { kind: 'record', type: 'comment', id, version, record } as const;
    const event = { ...change, befores: [...befores], covers };
    if (record !== null) befores.push(keys);
    return event;
  });
}

/** Told of bit by bit, moved by earlier starts and ends, and erased, maybe; with its days. */
function sessionEvents(random: SeededRandom, firstId: number): ChangeEvent[] {
  const [sessionId, playerId] = [idOf(firstId + 11), idOf(firstId + random.integer(2))];
  const befores: SessionKeys[] = [];
  return Array.from({ length: 4 }, (_, second): ChangeEvent[] => {
    const version = versionAt(TEST_NOW + second);
    const at = () => new Date(TEST_NOW + random.integer(3) * 86_400_000).toISOString();
    const start = random.chance(0.2)
      ? { country: null, startedAt: null }
      : { country: random.pick(['FI', 'SE']), startedAt: at() };
    const keys = { playerId, ...start, endedAt: random.chance(0.4) ? null : at() };
    const whole = buildSession({ sessionId, version, ...keys });
    const record = random.chance(0.2) ? null : whole;
    const covers = [{ write: `session write ${version}`, subject: `session:${whole.id}` }];
    const change = { kind: 'record', type: 'session', id: whole.id, version, record } as const;
    const event = { ...change, befores: [...befores], covers };
    if (record !== null) befores.push(keys);
    if (start.country === null) return [event];
    return [event, buildSessionDayChanged(start.country, start.startedAt.slice(0, 10))];
  }).flat();
}

/** Given, changed, taken back and given again: always the same user's of the same movie. */
function ratingEvents(random: SeededRandom, firstId: number): RecordChange<'rating'>[] {
  const movieAndUser = { movieId: idOf(firstId), userId: idOf(firstId + 1) };
  const { id } = buildUserRating(movieAndUser);
  const befores: UserRatingKeys[] = [];
  return Array.from({ length: 4 }, (_, second) => {
    const version = versionAt(TEST_NOW + second);
    const ratedOn = random.pick(['2026-01-31', '2026-02-01']);
    const keys = { ...movieAndUser, halfStars: random.pick([3, 8, 10]), ratedOn };
    const record = random.chance(0.3) ? null : buildUserRating({ ...keys, version });
    const covers = [{ write: `rating write ${version}`, subject: `rating:${id}` }];
    const change = { kind: 'record', type: 'rating', id, version, record } as const;
    const event = { ...change, befores: [...befores], covers };
    if (record !== null) befores.push(keys);
    return event;
  });
}
