export { bucketOf, comparePositions, UNVALUED_BUCKET } from './buckets.js';
export { foldText } from './fold-text.js';
export { keysOfMovie, MAX_LISTED_JSON_BYTES } from './movie-bodies.js';
export {
  type FilmographyEntry,
  isOfList,
  isOfTableById,
  isRemoval,
  isViewRow,
  type MovieFilters,
  type Mutation,
  type PutActorMovie,
  type PutAppliedWrite,
  type PutHeartbeat,
  type PutListRow,
  type PutMovie,
  type PutMovieRow,
  type PutName,
  type PutRowById,
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
export { PROJECTION_VERSION } from './projection-version.js';
export {
  ALL_ACTOR_LIST,
  ALL_ACTORS,
  ALL_MOVIES,
  actorListsOf,
  actorSelection,
  birthDateList,
  commentSelectionsOf,
  countedSelectionsOf,
  genreSelection,
  listedSelectionsOf,
  listName,
  listsOfSelection,
  mayLackValues,
  movieComments,
  providerSelection,
  tagSelection,
  userComments,
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
