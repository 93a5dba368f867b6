export { bucketOf, comparePositions, UNVALUED_BUCKET } from './buckets.js';
export { keysOfMovie, MAX_LISTED_JSON_BYTES } from './movie-bodies.js';
export type {
  FilmographyEntry,
  MovieFilters,
  Mutation,
  PutActor,
  PutActorMovie,
  PutActorRow,
  PutAppliedWrite,
  PutHeartbeat,
  PutMovie,
  PutMovieRow,
  PutName,
  PutTotal,
  RemoveActorMovie,
  RemoveActorRow,
  RemoveMovieRow,
} from './mutation.js';
export { project } from './project.js';
export { PROJECTION_VERSION } from './projection-version.js';
export {
  ALL_ACTOR_LIST,
  ALL_ACTORS,
  ALL_MOVIES,
  actorListsOf,
  actorSelection,
  birthDateList,
  countedSelectionsOf,
  genreSelection,
  listedSelectionsOf,
  listName,
  listsOfSelection,
  mayLackValues,
  providerSelection,
  tagSelection,
  yearSelection,
} from './selections.js';
export {
  movieKeyOf,
  nameKeyOf,
  namePrefixOf,
  ratingKeyOf,
  sortKeyOf,
  sortValueOf,
  titleKeyOf,
} from './sort-key.js';
