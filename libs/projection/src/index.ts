export { bucketOf, comparePositions, UNVALUED_BUCKET } from './buckets.js';
export { foldText } from './fold-text.js';
export { keysOfMovie, MAX_LISTED_JSON_BYTES } from './movie-bodies.js';
export {
  type FilmographyEntry,
  isOfList,
  isOfTableById,
  isRemoval,
  type MovieFilters,
  type Mutation,
  type PutActorMovie,
  type PutAppliedWrite,
  type PutChange,
  type PutHeartbeat,
  type PutListRow,
  type PutMovie,
  type PutMovieRow,
  type PutName,
  type PutRowById,
  type PutSettledPosition,
  type PutTotal,
  type Removal,
  type RemoveActorMovie,
  type RemoveListRow,
  type RemoveMovieRow,
  type RemoveRowById,
  type ViewRow,
} from './mutation.js';
export { project } from './project.js';
export { currentProjection, type Projection } from './projection.js';
export { hasChangeFeed, hasRanks, PROJECTION_VERSION } from './projection-version.js';
export { type ListedRating, listedRatingOf } from './rating-rows.js';
export {
  ALL_ACTOR_LIST,
  ALL_ACTORS,
  ALL_MOVIES,
  actorListsOf,
  actorSelection,
  birthDateList,
  commentSelectionsOf,
  completedList,
  countedSelectionsOf,
  genreSelection,
  listedSelectionsOf,
  listName,
  listsOfSelection,
  movieComments,
  movieRatings,
  playsSelection,
  providerSelection,
  ratingListsOf,
  sessionDaysList,
  startedList,
  tagSelection,
  userComments,
  userRatings,
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
export { tailListsOf } from './tails.js';
export { touchedBy } from './touched-by.js';
export {
  addressOf,
  addressText,
  isViewRow,
  isViewTable,
  type RowAddress,
  type RowKey,
  removalOf,
  subjectOf,
  type ViewTable,
  viewTables,
} from './view-rows.js';
export {
  hasPlaceFor,
  hasTable,
  isListTable,
  isTableById,
  type ListDescriptor,
  type ListTable,
  listTables,
  perTable,
  type TableById,
  type TableDescriptor,
  tableByIdOf,
  tablesById,
} from './view-tables.js';
