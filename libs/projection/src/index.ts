export type {
  FilmographyEntry,
  MovieFilters,
  Mutation,
} from './mutation.js';
