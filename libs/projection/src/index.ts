export { bucketOf, comparePositions, UNVALUED_BUCKET } from './buckets.js';
export { keysOfMovie, MAX_LISTED_JSON_BYTES } from './movie-bodies.js';
export {
  type FilmographyEntry,
  isRemoval,
  type MovieFilters,
  type Mutation,
  type PutAccessKey,
  type PutActor,
  type PutActorMovie,
  type PutActorRow,
  type PutAppliedWrite,
  type PutChange,
  type PutHeartbeat,
  type PutMovie,
  type PutMovieRow,
  type PutName,
  type PutSettledPosition,
  type PutTotal,
  type Removal,
  type RemoveActorMovie,
  type RemoveActorRow,
  type RemoveMovieRow,
  type ViewRow,
} from './mutation.js';
export { project } from './project.js';
export { currentProjection, type Projection } from './projection.js';
export { hasAccessKeys, hasChangeFeed, PROJECTION_VERSION } from './projection-version.js';
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
export { touchedBy } from './touched-by.js';
export {
  addressOf,
  addressText,
  isViewRow,
  isViewTable,
  type RowAddress,
  type RowKey,
  type RowSubject,
  removalOf,
  subjectOf,
  type ViewTable,
  viewTables,
} from './view-rows.js';
