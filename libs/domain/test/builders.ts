import { unranked } from '@marquee/contracts';
import type { ActorState, MovieContent, MovieState } from '@marquee/domain';

export const neo = '01890000-0000-7000-8000-000000000001';
export const trinity = '01890000-0000-7000-8000-000000000002';
export const provider = '01890000-0000-7000-8000-0000000000aa';
export const matrixId = '01890000-0000-7000-8000-0000000000ff';

export const emptyContent: MovieContent = {
  title: 'Untitled',
  originalTitle: null,
  synopsis: null,
  tagline: null,
  releaseDate: null,
  year: null,
  runtimeMinutes: null,
  genres: [],
  tags: [],
  directors: [],
  language: null,
  posterUrl: null,
  tmdbId: null,
  imdbId: null,
  wikipediaTitle: null,
  cast: [],
};

export const matrixContent: MovieContent = {
  ...emptyContent,
  title: 'The Matrix',
  releaseDate: '1999-03-31',
  year: 1999,
  genres: ['Action', 'Science Fiction'],
  tmdbId: 603,
  cast: [
    { actorId: neo, character: 'Neo', order: 0 },
    { actorId: trinity, character: 'Trinity', order: 1 },
  ],
};

export const movie = (content: Partial<MovieContent> = {}): MovieState => ({
  id: matrixId,
  version: 30,
  editedVersion: 20,
  providerId: provider,
  addedAt: '2026-01-31T09:30:00.000Z',
  updatedAt: '2026-01-31T09:30:00.000Z',
  ratingCount: 0,
  halfStars: 0,
  ranks: unranked,
  rankedAt: null,
  content: { ...matrixContent, ...content },
});

export const keanu: ActorState = {
  id: neo,
  version: 7,
  editedVersion: 7,
  providerId: provider,
  name: 'Keanu Reeves',
  birthDate: '1964-09-02',
  deathDate: null,
  gender: 'male',
  biography: null,
  tmdbId: 6384,
  imdbId: null,
  movieCount: 3,
};
