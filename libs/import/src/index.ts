export type { Position } from './batches.js';
export { addCounts, type Counts, describeCounts, noCounts, totalOf } from './counts.js';
export {
  type FileFormat,
  type FormatContext,
  type FormatName,
  type FormatOptions,
  formatNames,
  movieTitleTypes,
} from './formats/file-format.js';
export { type LookupTables, lookupTables } from './formats/lookups.js';
export { movieFields } from './formats/movie-columns.js';
export type { RatingRow, RowFault, SaveMode } from './formats/plan.js';
export { contentIds, nameId } from './formats/row-id.js';
export { importRows, type RowsImport } from './import-rows.js';
export { findSource, isZlibError, type OpenSource, type Source } from './read/open-source.js';
export { readNdjson } from './read/read-ndjson.js';
export { inspect, type ReadPiece, readRows } from './read/read-rows.js';
export { type Place, type ReadRow, UnusableFile } from './read/row-reader.js';
export type { RefusedRow } from './refused-row.js';
export type {
  PendingWrite,
  Save,
  SavedMovie,
  SavedMovies,
  SavedRatings,
  SavedRows,
} from './save-batch.js';
