import type { ChangeEvent } from '@marquee/contracts';
import t from 'tap';
import { faultOf, isJob } from '../src/job-shape.js';

const id = '0190f8a2-3b4c-7d5e-8f60-718293a4b5c6';

const movie = {
  id,
  version: 1_700_000_000_000_000,
  title: 'Heat',
  originalTitle: null,
  tagline: null,
  releaseDate: '1995-12-15',
  year: 1995,
  runtimeMinutes: 170,
  genres: ['Crime'],
  tags: [],
  directors: ['Michael Mann'],
  language: 'en',
  posterUrl: null,
  tmdbId: 949,
  imdbId: 'tt0113277',
  wikipediaTitle: null,
  providerId: id,
  addedAt: '2026-01-31T09:30:00.000Z',
  updatedAt: '2026-01-31T09:30:00.000Z',
  rating: { average: null, count: 0 },
  synopsis: null,
  cast: [{ actorId: id, name: 'Al Pacino', character: 'Hanna', order: 0 }],
};
const movieChanged = {
  kind: 'movie',
  id,
  version: movie.version,
  movie,
  halfStars: 0,
  befores: [],
  covers: [{ write: 'w', subject: `movie:${id}` }],
};
const actor = {
  ...{ id, version: 1, providerId: id, name: 'Al Pacino', birthDate: null, deathDate: null },
  ...{ gender: 'male', biography: null, tmdbId: null, imdbId: null },
};
const key = {
  ...{ id, version: 1, hash: 'ab'.repeat(32), former: null, role: 'viewer', subject: id },
  ...{ scopes: ['catalogue:read'], expiresAt: null, revoked: false },
};
const comment = {
  ...{ id, movieId: id, userId: id, text: 'Well.', version: 1 },
  createdAt: '2026-01-31T09:30:00.000Z',
};
const stars = { movieId: id, userId: id, halfStars: 9, ratedOn: '2026-01-31' };
const rating = { ...stars, id: `${id}:${id}`, version: 1 };
const record = { kind: 'record', type: 'comment', id, version: 1, covers: [] };
const session = {
  ...{ id: `${id}:${id}`, sessionId: id, playerId: id, version: 1 },
  ...{ country: null, startedAt: null, endedAt: '2026-01-31T09:30:00.000Z' },
};
const day = { id: 'FI:2026-01-31', country: 'FI', day: '2026-01-31', version: 1 };
const good = {
  'a movie': movieChanged,
  'a movie with ranks': { ...movieChanged, ranks: { plays: 1_200, popularity: null } },
  'a deleted movie': { ...movieChanged, movie: null },
  'a movie with a field of a newer relay': { ...movieChanged, movie: { ...movie, mood: 'dark' } },
  'an actor': { kind: 'actor', id, version: 1, actor, befores: [], covers: [] },
  totals: { kind: 'totals', totals: [{ selection: 'all', count: 1, version: 1 }], covers: [] },
  'a key': { kind: 'key', id, version: 1, key },
  'a comment': { ...record, record: comment, befores: [] },
  'a deleted comment': { ...record, record: null, befores: [comment] },
  'a session': { ...record, type: 'session', record: session, befores: [session] },
  'a day of sessions': { ...record, type: 'sessionDay', record: day, befores: [] },
  'a rating': { ...record, type: 'rating', record: rating, befores: [stars] },
  'rows that are to go': {
    kind: 'rows-gone',
    rows: [{ table: 'movieLists', key: ['all/title', 0, 'heat', id], version: 1 }],
  },
  'a heartbeat': { kind: 'heartbeat', at: 1, oldestUnconfirmedAt: null },
};
const bad = {
  'an unknown kind': { kind: 'weather' },
  'a kind that objects have': { kind: 'constructor' },
  'a movie without befores': { ...movieChanged, befores: undefined },
  'a movie whose cast is text': { ...movieChanged, movie: { ...movie, cast: 'all' } },
  'a movie of no version': { ...movieChanged, version: Number.NaN },
  'an actor without a name': {
    ...good['an actor'],
    actor: { ...actor, name: undefined },
  },
  'a key of no role': { kind: 'key', id, version: 1, key: { ...key, role: 'king' } },
  'a record of no type': { ...record, type: 'rumour', record: null, befores: [] },
  'a comment without a text': { ...record, record: { ...comment, text: null }, befores: [] },
  'a session of nobody': {
    ...{ ...record, type: 'session', befores: [] },
    record: { ...session, playerId: null },
  },
  'a rating of no stars': {
    ...{ ...record, type: 'rating', befores: [] },
    record: { ...rating, halfStars: 0 },
  },
  'totals of parts': { kind: 'totals', totals: [{ selection: 'all', count: 1.5, version: 1 }] },
  'rows that are to go, without a version': {
    kind: 'rows-gone',
    rows: [{ table: 'totals', key: ['all'] }],
  },
  'a heartbeat without a time': { kind: 'heartbeat', oldestUnconfirmedAt: null },
};
// As it comes out of the queue.
const received = (event: unknown): ChangeEvent => JSON.parse(JSON.stringify(event));

for (const [what, event] of Object.entries(good)) {
  t.test(`${what} is well formed`, async (t) => {
    t.equal(faultOf(received(event)), null);
  });
}

for (const [what, event] of Object.entries(bad)) {
  t.test(`${what} is a fault that is named`, async (t) => {
    const fault = faultOf(received(event));
    t.match(fault, new RegExp(event.kind));
  });
}

t.test('a job has a time and events', async (t) => {
  t.ok(isJob({ publishedAt: 1, events: [{ kind: 'heartbeat' }] }));
  for (const value of [null, 'job', {}, { publishedAt: 1 }, { publishedAt: 1, events: [1] }]) {
    t.notOk(isJob(value), JSON.stringify(value));
  }
});
