/**
 * What the documents show as examples. Bodies can be sent as they are, and again: those that create bring no identifier
 * that would then be taken.
 */

const film = {
  title: 'Paterson',
  originalTitle: null,
  tagline: null,
  releaseDate: '2016-11-16',
  year: 2016,
  runtimeMinutes: 118,
  genres: ['Comedy', 'Drama'],
  tags: ['poetry'],
  directors: ['Jim Jarmusch'],
  language: 'en',
  posterUrl: 'https://images.example/paterson.jpg',
  wikipediaTitle: 'Paterson (film)',
};
const synopsis = 'A week in the life of a bus driver who writes poems between his stops.';
const imdbId = 'tt5247022';
const tmdbId = 370_755;

const id = '019c1363-49c0-7d3f-9a51-3b8f0c6e2d17';
const actorId = '019c1363-49c1-7b6e-8c2d-94f1a7d05e33';
const otherActorId = '019c1363-49c2-7e90-a1b4-0d6c5f3e8b92';
const providerId = '019c1363-3a20-7a02-b7e4-5c0d1e9f8a26';
const version = 1_769_851_800_000_000;

export const exampleMovieInput = {
  title: film.title,
  synopsis,
  releaseDate: film.releaseDate,
  runtimeMinutes: film.runtimeMinutes,
  genres: film.genres,
  tags: film.tags,
  directors: film.directors,
  language: film.language,
  cast: [
    { name: 'Adam Driver', character: 'Paterson' },
    { name: 'Golshifteh Farahani', character: 'Laura' },
  ],
};

/** As a movie was read, with its cast changed. */
export const exampleMovieReplacement = {
  ...exampleMovieInput,
  tags: ['poetry', 'everyday life'],
  cast: [...exampleMovieInput.cast, { name: 'Barry Shabaka Henley', character: 'Doc' }],
};

export const exampleMovieChange = {
  tags: ['poetry', 'everyday life'],
  tagline: null,
};

export const exampleMovieVersion = { version };

export const examplePastChange = {
  version,
  action: 'changed',
  changedAt: '2026-01-31T09:30:00.000Z',
  changedBy: '00000000-0000-7000-8000-000000000002',
  patch: [{ op: 'replace', path: '/runtimeMinutes', value: film.runtimeMinutes }],
};

export const exampleMovieSummary = {
  id,
  version,
  ...film,
  tmdbId,
  imdbId,
  providerId,
  addedAt: '2026-01-31T09:30:00.000Z',
  updatedAt: '2026-01-31T09:30:00.000Z',
  rating: { average: 4.25, count: 2 },
};

export const exampleMovie = {
  ...exampleMovieSummary,
  synopsis,
  cast: [
    { actorId, name: 'Adam Driver', character: 'Paterson', order: 0 },
    { actorId: otherActorId, name: 'Golshifteh Farahani', character: 'Laura', order: 1 },
  ],
};

export const exampleBatch = {
  movies: [
    { ...exampleMovieInput, imdbId },
    {
      title: 'Only Lovers Left Alive',
      year: 2013,
      imdbId: 'tt1714915',
      cast: [{ name: 'Tilda Swinton', character: 'Eve' }],
    },
  ],
};

export const exampleBatchResults = {
  results: [
    { index: 0, status: 201, id, version },
    { index: 1, status: 200, id: '019c1363-49c3-7c35-8f1e-62b90ad4c7f8', version: version + 1 },
  ],
};

export const examplePart = { character: 'Paterson', order: 0 };

export const exampleStars = { stars: 4.5 };

export const examplePlayRecorded = { movieId: id };

export const examplePlayCount = { movieId: id, plays: 12_345 };

export const exampleActorInput = {
  name: 'Adam Driver',
  birthDate: '1983-11-19',
  gender: 'male',
  biography: 'An American actor of film and theatre.',
};

export const exampleActorReplacement = { ...exampleActorInput, imdbId: 'nm3485845' };

export const exampleActorChange = { birthDate: '1983-11-19', deathDate: null };

export const exampleActor = {
  id: actorId,
  version,
  providerId,
  ...exampleActorReplacement,
  deathDate: null,
  tmdbId: 1_023_139,
  movieCount: 3,
};

export const examplePage = { limit: 20, next: 'kS0p…', previous: null, total: 451 };

export const exampleChange = {
  change: 'deletion',
  kind: 'movie',
  id,
  version: version + 1,
  at: '2026-01-31T09:30:00.000Z',
};

export const exampleProviderStatistics = {
  providerId,
  at: '2026-01-31T09:30:00.000Z',
  ...{ movies: 12_408, ratings: 1_903_551, plays: 48_220_107 },
  since: '2026-01-02',
  ...{ refusedRows: 3, changes: 5_120, p50Ms: 38, p99Ms: 215 },
  days: [{ day: '2026-01-31', refusedRows: 3, changes: 412, p50Ms: 45, p99Ms: 256 }],
};

const webhookId = '019c1363-49c5-7d3e-8a41-5b0f6c2e9d17';
const webhookUrl = 'https://hooks.example.com/marquee';

export const exampleWebhookInput = { url: webhookUrl, kinds: ['movie'] };

export const exampleWebhook = {
  id: webhookId,
  ownerId: providerId,
  url: webhookUrl,
  providerId,
  kinds: ['movie'],
  createdAt: '2026-01-31T09:30:00.000Z',
  state: 'active',
  position: 'q3Vn…',
  lag: 0,
  lastDeliveredAt: '2026-01-31T09:31:07.412Z',
  lastFailure: null,
};

export const exampleNewWebhook = {
  ...exampleWebhook,
  ...{ position: null, lastDeliveredAt: null },
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
};

export const exampleWebhookReplay = { after: 'q3Vn…' };

export const exampleWebhookDelivery = {
  messageId: 'change-1769850000000-4711',
  kind: 'movie',
  id,
  at: '2026-01-31T09:31:07.412Z',
  attempt: 2,
  durationMs: 48,
  status: 503,
  outcome: 'failed',
  reason: 'http-503',
};

export const exampleNamedCount = { name: 'Drama', movies: 231 };

export const exampleCommentInput = {
  text: 'Nothing happens, and it is hard to look away.\nThe dog deserves a prize.',
};

export const exampleComment = {
  id: '019c1363-49c4-7f02-b3d8-17e6a04c9b51',
  movieId: id,
  userId: '019c1363-3a21-7d14-9c6b-e2f50a7718d3',
  ...exampleCommentInput,
  createdAt: '2026-01-31T09:30:00.000Z',
  version,
};

const exampleSession = {
  sessionId: '019c1363-52d0-7e1b-a4c9-03b7d5e88f16',
  playerId: exampleComment.userId,
};

export const exampleSessionEvents = {
  events: [
    { event: 'start', ...exampleSession, country: 'FI', at: '2026-01-31T09:30:00.000Z' },
    { event: 'end', ...exampleSession, at: '2026-01-31T11:04:12.000Z' },
  ],
};

export const exampleTakenEvents = { accepted: 2, dropped: 0 };

export const exampleStartedSession = { ...exampleSession, startedAt: '2026-01-31T09:30:00.000Z' };

export const exampleCompletedSession = {
  sessionId: exampleSession.sessionId,
  country: 'FI',
  startedAt: '2026-01-31T09:30:00.000Z',
  endedAt: '2026-01-31T11:04:12.000Z',
};

const userId = '019c1363-49c4-7f10-9b6a-2e8d5c7a1f40';

const person = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };

export const exampleUserInput = { ...person, password: 'correct horse battery staple' };

export const exampleUserReplacement = { ...person, lastName: 'King' };

export const exampleUserChange = { firstName: 'Augusta Ada' };

export const exampleUserProfile = { id: userId, firstName: 'Ada', lastName: 'Lovelace' };

export const exampleUser = {
  ...{ id: userId, version, ...person },
  role: 'viewer',
  createdAt: '2026-01-31T09:30:00.000Z',
};

const paid = { plan: 'Premium', startDate: '2026-02-01', endDate: '2027-01-31', isActive: true };

export const exampleSubscriptionInput = { userId, ...paid };

export const exampleSubscriptionReplacement = { ...paid, endDate: null };

export const exampleSubscriptionChange = { isActive: false };

export const exampleImport = {
  ...{ id: '019c1363-49c5-7d3a-9f10-2b6c8e4d1a73', state: 'done', detail: null, dryRun: false },
  ...{ providerId: userId, bytes: 182, bytesRead: 182, rows: 2 },
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ...{ accepted: 1, replaced: 0, unchanged: 0, refused: 1 },
  reasons: [
    {
      ...{ row: 2, line: 2 },
      errors: [{ pointer: '/title', code: 'required', detail: 'It is required.' }],
    },
  ],
  createdAt: '2026-01-31T09:30:00.000Z',
  startedAt: '2026-01-31T09:30:00.012Z',
  endedAt: '2026-01-31T09:30:00.045Z',
};

export const exampleSubscription = {
  ...{ id: '019c1363-49c5-7c21-8e0f-6a1b9d3f7e52', version, userId, ...paid },
  createdAt: '2026-01-31T09:30:00.000Z',
};
