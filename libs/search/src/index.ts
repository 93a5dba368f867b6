export type { IndexedMovie } from './contents.js';
export { type Found, MAX_HITS, type SearchFilter, type SearchRequest } from './find-movies.js';
export { createMovieIndex, type IndexSize, type MovieIndex } from './movie-index.js';
export { openSearchIndex, type SearchIndex, SearchUnavailable } from './open-search-index.js';
export { type Suggestion, type SuggestionKind, suggestionKinds } from './suggest.js';
export type { ChangedMovie } from './thread-messages.js';
